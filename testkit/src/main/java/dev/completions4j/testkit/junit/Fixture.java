// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.junit;

import dev.completions4j.CompletionsClient;
import dev.completions4j.testkit.ManualTime;
import dev.completions4j.testkit.transport.FakeExchange;
import dev.completions4j.testkit.transport.FakeTransport;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The objects provided to one test. */
final class Fixture {

    /** The types that {@link #get} supports. */
    static final Set<Class<?>> TYPES =
            Set.of(CompletionsClient.class, CompletionsClient.Builder.class, FakeTransport.class, ManualTime.class);

    private final LibraryThreads threads = LibraryThreads.running();
    private final ManualTime time = new ManualTime();
    private final FakeTransport transport = new FakeTransport(time);
    private @Nullable CompletionsClient client;
    private List<FakeExchange> leftOpen = List.of();

    Object get(Class<?> type) {
        if (type == ManualTime.class) {
            return time;
        } else if (type == FakeTransport.class) {
            return transport;
        } else if (type == CompletionsClient.Builder.class) {
            return builder();
        }
        return client();
    }

    /** Closes the fixture, and records which exchanges were open. */
    void close() {
        leftOpen = transport.openExchanges();
        if (client != null) {
            client.close();
        }
        transport.close();
    }

    void verify() {
        transport.verify();
        if (!leftOpen.isEmpty()) {
            throw new AssertionError("The test left exchanges open; end them or cancel the call:\n  "
                    + leftOpen.stream().map(FakeExchange::toString).collect(Collectors.joining("\n  ")));
        }
    }

    void verifyThreads() {
        threads.verifyNoneStarted();
    }

    private CompletionsClient client() {
        CompletionsClient known = client;
        if (known == null) {
            known = builder().build();
            client = known;
        }
        return known;
    }

    private CompletionsClient.Builder builder() {
        return CompletionsClient.builder()
                .baseUrl("http://localhost/v1")
                .transport(transport)
                .scheduler(time)
                .executor(Runnable::run);
    }
}
