// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.examples

import dev.completions4j.Completion
import dev.completions4j.CompletionRequest
import dev.completions4j.CompletionsClient
import dev.completions4j.testkit.model.FakeModel
import dev.completions4j.testkit.server.LoopbackServer
import kotlinx.coroutines.future.await
import kotlinx.coroutines.runBlocking
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test

/** Tests the Kotlin snippet of the guides. */
class KotlinSnippetTest {

    @Test
    fun `completes and streams`() = runBlocking<Unit> {
        LoopbackServer.serving(FakeModel.builder().build()).use { server ->
            CompletionsClient.builder().baseUrl(server.baseUrl()).build().use { client ->
                // snippet: kotlin
                val request = CompletionRequest.builder()
                    .model("gpt-3.5-turbo-instruct")
                    .prompt("Say this is a test")
                    .maxTokens(7)
                    .build()

                val completion: Completion = client.complete(request).await() // kotlinx-coroutines; cancels with its scope
                client.stream(request).forEach { print(it.text()) }.await()
                // end
                assertThat(completion.text()).isNotBlank()
            }
        }
    }
}
