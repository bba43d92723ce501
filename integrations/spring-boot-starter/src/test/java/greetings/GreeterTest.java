// SPDX-License-Identifier: Apache-2.0
package greetings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.ApiException;
import dev.completions4j.spring.boot.test.AutoConfigureFakeModel;
import dev.completions4j.spring.boot.test.FakeServer;
import dev.completions4j.testkit.model.FakeModel;
import dev.completions4j.testkit.transport.FakeReply;
import dev.completions4j.testkit.transport.RequestPattern;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

// snippet: springTest

@SpringBootTest
@AutoConfigureFakeModel
class GreeterTest {

    @Autowired
    Greeter greeter;

    @Autowired
    FakeServer server;

    @Test
    void greetsByName() {
        assertThat(greeter.greet("Ada").join()).isEqualTo("Hello!");

        assertThat(server.requests()).hasSize(1);
        assertThat(server.requests().get(0).bodyText()).contains("Greet Ada");
    }

    @Test
    void failsIfTheServerRejectsTheRequest() {
        server.transport().expect(RequestPattern.any(), FakeReply.error(400, "No greetings today"));

        assertThat(greeter.greet("Ada"))
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withCauseInstanceOf(ApiException.class);
    }

    @TestConfiguration
    static class Model {

        @Bean
        FakeModel model() { // without this bean: words that depend on the prompt
            return FakeModel.builder()
                    .source((prompt, seed, choice) -> "Hello!")
                    .build();
        }
    }
}
// end
