// SPDX-License-Identifier: Apache-2.0
package relays;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.Completion;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.CompletionsClientException;
import dev.completions4j.TruncatedStreamException;
import dev.completions4j.testkit.junit.CompletionsExtension;
import dev.completions4j.testkit.model.OpenAiTexts;
import dev.completions4j.testkit.transport.FakeExchange;
import dev.completions4j.testkit.transport.FakeReply;
import dev.completions4j.testkit.transport.FakeTransport;
import dev.completions4j.testkit.transport.RequestPattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What holds for a stream, whichever library consumes it. */
@ExtendWith(CompletionsExtension.class)
abstract class RelayContract {

    static final CompletionRequest REQUEST =
            CompletionRequest.builder().model("m").prompt("Hello").build();

    /** Subscribes to the texts of a stream, and requests none. */
    abstract Relay relay(CompletionsClient client, CompletionRequest request);

    @Test
    void passesDemandThrough(CompletionsClient client, FakeTransport transport) {
        Relay relay = relay(client, REQUEST);
        FakeExchange exchange = transport.next();
        exchange.head(200, "text/event-stream");
        assertThat(exchange.requested()).isZero();

        relay.request(1);
        assertThat(exchange.requested()).isOne();
        exchange.data(event("a"));
        assertThat(relay.texts()).containsExactly("a");
        assertThat(exchange.requested()).isZero();

        relay.request(2);
        exchange.data(event("b"));
        assertThat(exchange.requested()).isOne();
        exchange.data(event("c"));
        assertThat(relay.texts()).containsExactly("a", "b", "c");
        assertThat(exchange.requested()).isZero();

        relay.cancel();
    }

    @Test
    void passesCancelThrough(CompletionsClient client, FakeTransport transport) {
        transport.expect(RequestPattern.any(), FakeReply.stream("a", "b", "c").withoutEnd());
        Relay relay = relay(client, REQUEST);
        relay.request(1);
        assertThat(transport.openExchanges()).hasSize(1);

        relay.cancel();

        assertThat(transport.openExchanges()).isEmpty();
        assertThat(relay.texts()).containsExactly("a");
        assertThat(relay.completed()).isFalse();
        assertThat(relay.failure()).isNull();
    }

    @Test
    void passesCancelThroughBeforeTheResponse(CompletionsClient client, FakeTransport transport) {
        transport.expect(RequestPattern.any(), FakeReply.silence());
        Relay relay = relay(client, REQUEST);
        relay.request(1);
        assertThat(transport.openExchanges()).hasSize(1);

        relay.cancel();

        assertThat(transport.openExchanges()).isEmpty();
        assertThat(relay.completed()).isFalse();
        assertThat(relay.failure()).isNull();
    }

    @Test
    void passesTheEndThrough(CompletionsClient client, FakeTransport transport) {
        transport.expect(RequestPattern.any(), FakeReply.stream("a", "b"));
        Relay relay = relay(client, REQUEST);
        relay.request(Long.MAX_VALUE);

        assertThat(relay.texts()).containsExactly("a", "b");
        assertThat(relay.completed()).isTrue();
    }

    @Test
    void keepsTheFailureAndWhatWasReceived(CompletionsClient client, FakeTransport transport) {
        transport.expect(RequestPattern.any(), FakeReply.stream("a", "b", "c").cutAfter(2));
        Relay relay = relay(client, REQUEST);
        relay.request(Long.MAX_VALUE);

        assertTruncatedAfterAb(relay.failure());
        assertThat(relay.texts()).containsExactly("a", "b");
    }

    static void assertTruncatedAfterAb(Throwable failure) {
        assertThat(failure).isInstanceOf(TruncatedStreamException.class);
        assertThat(((CompletionsClientException) failure).partial())
                .isNotNull()
                .extracting(Completion::text)
                .isEqualTo("ab");
    }

    static String event(String text) {
        return OpenAiTexts.event(OpenAiTexts.chunk(text, null));
    }
}
