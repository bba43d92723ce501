// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.spring.boot.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.InvalidRequestException;
import dev.completions4j.testkit.ReceivedRequest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;

/** Clients that have a server each, and share what the top level says of it. */
@SpringBootTest(
        properties = {
            "completions4j.api-key=k-shared",
            "completions4j.headers.X-Tenant=7",
            "completions4j.profile=ollama",
            "completions4j.clients.chat.base-url=http://chat.invalid/v1",
            "completions4j.clients.code.base-urls=http://code.invalid/v1,http://code-2.invalid/v1"
        })
@AutoConfigureFakeModel
class ClientsWithServersTest {

    private static final CompletionRequest REQUEST =
            CompletionRequest.builder().model("m").prompt("Hello").build();

    private final CompletionsClient chat;
    private final CompletionsClient code;
    private final FakeServer server;

    @Autowired
    ClientsWithServersTest(
            @Qualifier("chat") CompletionsClient chat, @Qualifier("code") CompletionsClient code, FakeServer server) {
        this.chat = chat;
        this.code = code;
        this.server = server;
    }

    @Test
    void sendWhatTheySendWithoutTheFakeModel() {
        chat.complete(REQUEST).join();
        code.complete(REQUEST).join();

        assertThat(server.requests()).hasSize(2).allSatisfy(ClientsWithServersTest::hasWhatIsShared);
        assertThat(server.transport().next().request().uri()).hasHost("chat.invalid");
    }

    @Test
    void haveTheProfileOfTheTopLevel() {
        assertThat(chat.complete(REQUEST.toBuilder().echo(true).build()))
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(InvalidRequestException.class);
    }

    private static void hasWhatIsShared(ReceivedRequest request) {
        assertThat(request.headers().first("Authorization")).isEqualTo("Bearer k-shared");
        assertThat(request.headers().first("X-Tenant")).isEqualTo("7");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}
}
