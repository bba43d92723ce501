// SPDX-License-Identifier: Apache-2.0
package greetings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.CompletionRequest;
import dev.completions4j.spring.boot.test.AutoConfigureFakeModel;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;

@SpringBootTest(
        properties = {
            "completions4j.primary=chat",
            "completions4j.clients.chat.base-url=http://chat.invalid/v1",
            "completions4j.clients.code.base-url=http://code.invalid/v1"
        })
@AutoConfigureFakeModel
@Import(Reviewer.class)
class LlmConfigurationTest {

    @Autowired
    Reviewer reviewer;

    @Test
    void reviewsWithOneModelAndAnswersWithTheOther() {
        CompletionRequest request =
                CompletionRequest.builder().model("m").prompt("Hello").build();

        assertThat(reviewer.review(request).collect().join().text()).isNotEmpty();
        assertThat(reviewer.answer(request).collect().join().text()).isNotEmpty();
    }
}
