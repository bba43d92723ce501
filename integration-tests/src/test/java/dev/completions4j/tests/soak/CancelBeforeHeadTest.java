// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.Completion;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.testkit.server.ConnectionScript;
import dev.completions4j.testkit.server.LoopbackServer;
import dev.completions4j.testkit.server.TestCertificate;
import dev.completions4j.transport.Transport;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Calls that are cancelled immediately after their start leave nothing behind.
 *
 * <p>The JDK's client processes a call only when its threads have time, and retains all of it until then, even if it is
 * cancelled; the test therefore waits until the memory is released.
 */
@Tag("soak")
class CancelBeforeHeadTest {

    private static final System.Logger LOGGER = System.getLogger(CancelBeforeHeadTest.class.getName());
    private static final int CANCELS = Integer.getInteger("soak.minutes", 0) > 0 ? 6_000 : 100;
    private static final Duration PATIENCE = Duration.ofSeconds(50);
    private static final long ALLOWANCE = 6 * 1024 * 1024;
    private static final CompletionRequest REQUEST =
            CompletionRequest.builder().model("m").prompt("p").build();

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"JDK_HTTP2", "NETTY_HTTP2"})
    void leavesNothingBehind(Carrier carrier) throws Exception {
        long start = System.nanoTime();
        LoopbackServer server = silentServer(carrier);
        try (Transport transport = carrier.openTransport();
                CompletionsClient client = CompletionsClient.builder()
                        .baseUrl(server.baseUrl())
                        .transport(transport)
                        .build()) {
            cancel(client, CANCELS / 10);
            assertThat(server.awaitNoConnections(PATIENCE)).isTrue();
            Sample before = Sample.take(since(start), CANCELS / 10);

            cancel(client, CANCELS);
            Sample atOnce = Sample.take(since(start), CANCELS);
            assertThat(server.awaitNoConnections(PATIENCE)).isTrue();
            // The server retains the requests it received.
            server.close();
            server = silentServer(carrier);
            Sample after = awaitHeap(before.heap() + ALLOWANCE, start, CANCELS);
            LOGGER.log(Level.INFO, "{0}\n{1}\n{2}\n{3}", carrier, before, atOnce, after);
            assertThat(after.heap()).isLessThan(before.heap() + ALLOWANCE);
        } finally {
            server.close();
        }
    }

    /** Takes samples until the heap is smaller than the limit, with a bound. */
    private static Sample awaitHeap(long limit, long start, int calls) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Sample sample = Sample.take(since(start), calls);
        while (sample.heap() >= limit && System.nanoTime() < deadline) {
            sample = Sample.take(since(start), calls);
        }
        return sample;
    }

    private static void cancel(CompletionsClient client, int times) {
        for (int i = 0; i < times; i++) {
            CompletableFuture<Completion> call = client.complete(REQUEST);
            call.cancel(true);
        }
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static LoopbackServer silentServer(Carrier carrier) {
        ConnectionScript silence = connection -> {
            if (connection.readRequest() != null) {
                connection.awaitClientClose();
            }
        };
        return carrier.isTls()
                ? LoopbackServer.running(silence, TestCertificate.serverContext())
                : LoopbackServer.running(silence);
    }
}
