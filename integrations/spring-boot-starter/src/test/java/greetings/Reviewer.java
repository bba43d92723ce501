// SPDX-License-Identifier: Apache-2.0
package greetings;

import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionStream;
import dev.completions4j.CompletionsClient;
import org.springframework.beans.factory.annotation.Qualifier;

// snippet: springNamed

class Reviewer {

    private final CompletionsClient chat;
    private final CompletionsClient code;

    Reviewer(@Qualifier("chat") CompletionsClient chat, @Qualifier("code") CompletionsClient code) {
        this.chat = chat;
        this.code = code;
    }
    // end

    CompletionStream review(CompletionRequest request) {
        return code.stream(request);
    }

    CompletionStream answer(CompletionRequest request) {
        return chat.stream(request);
    }
}
