// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.spring.boot.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.Completion;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.testkit.model.FakeModel;
import dev.completions4j.testkit.model.FakeModel.TextSource;
import dev.completions4j.testkit.transport.FakeExchange;
import dev.completions4j.testkit.transport.FakeReply;
import dev.completions4j.testkit.transport.RequestPattern;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A context whose clients have settings that contradict a transport. */
@SpringBootTest(
        properties = {
            "completions4j.api-key=k-1",
            "completions4j.proxy.host=proxy.invalid",
            "completions4j.proxy.port=1",
            "completions4j.clients.chat.max-in-flight=1",
            "completions4j.clients.code.base-url=http://code.invalid/v1"
        })
@AutoConfigureFakeModel
class AutoConfigureFakeModelTest {

    private static final CompletionRequest REQUEST =
            CompletionRequest.builder().model("m").prompt("Hello").build();

    private final CompletionsClient chat;
    private final CompletionsClient code;
    private final FakeServer server;

    @Autowired
    AutoConfigureFakeModelTest(
            @Qualifier("chat") CompletionsClient chat, @Qualifier("code") CompletionsClient code, FakeServer server) {
        this.chat = chat;
        this.code = code;
        this.server = server;
    }

    @RepeatedTest(2)
    void connectsAllClientsToTheModel() {
        assertThat(chat.complete(REQUEST).join().text()).isEqualTo(", world");
        assertThat(code.stream(REQUEST).collect().join().text()).isEqualTo(", world");

        assertThat(server.requests())
                .as("the requests of this method, with the key that all clients share")
                .extracting(request -> request.headers().first("Authorization"))
                .containsExactly("Bearer k-1", "Bearer k-1");
        FakeExchange exchange = server.transport().next();
        assertThat(exchange.request().uri()).hasHost("fake-model.invalid").hasPath("/v1/completions");
    }

    @RepeatedTest(2)
    void repliesDifferentlyIfTheTestSaysSo() {
        server.transport().expect(RequestPattern.any(), FakeReply.completion("!"));

        assertThat(chat.complete(REQUEST).join().text()).isEqualTo("!");
        assertThat(chat.complete(REQUEST).join().text()).isEqualTo(", world");
    }

    @RepeatedTest(2)
    void endsWhatAMethodLeavesOpen() {
        server.transport().expect(RequestPattern.any(), FakeReply.silence());
        CompletableFuture<Completion> call = chat.complete(REQUEST);
        assertThat(call).isNotDone();

        server.reset();

        assertThat(call).isCompletedExceptionally();
    }

    @Test
    void servesTheListOfModels() {
        assertThat(chat.models().join().models()).hasSize(1);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        FakeModel model() {
            return FakeModel.builder().source(TextSource.fixed(", world")).build();
        }
    }
}
