// SPDX-License-Identifier: Apache-2.0
package stories

import dev.completions4j.ApiException
import dev.completions4j.Completion
import dev.completions4j.CompletionsClient
import dev.completions4j.CompletionsClientException
import dev.completions4j.Timeout
import dev.completions4j.TruncatedStreamException
import dev.completions4j.testkit.junit.CompletionsExtension
import dev.completions4j.testkit.transport.FakeReply
import dev.completions4j.testkit.transport.FakeTransport
import dev.completions4j.testkit.transport.RequestPattern
import java.time.Duration
import kotlinx.coroutines.CoroutineStart.UNDISPATCHED
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.future.await
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.api.extension.ExtendWith

/** Futures in coroutines. */
@ExtendWith(CompletionsExtension::class)
class CallsTest {

    private val request = completionRequest {
        model("m")
        prompt("Hello")
        maxTokens(7)
        temperature(0.2)
        stop("\n")
    }

    @Test
    fun `builds what the builders build`() {
        assertThat(request.model()).isEqualTo("m")
        assertThat(describe(request.prompt())).isEqualTo("Hello")
        assertThat(callOptions { timeout(Timeout.TOTAL, Duration.ofSeconds(1)) }.timeouts()).hasSize(1)
        completionsClient { baseUrl("http://localhost:1") }.close()
    }

    @Test
    fun `awaits a completion`(client: CompletionsClient, transport: FakeTransport) = runBlocking<Unit> {
        transport.always(RequestPattern.any(), FakeReply.completion(" world"))

        val completion: Completion = client.completion(request)

        assertThat(completion.text()).isEqualTo(" world")
        assertThat(completion.usage).isNull()
        assertThat(completion.choices.single().text).isEqualTo(" world")
    }

    @Test
    fun `throws the exception itself`(client: CompletionsClient, transport: FakeTransport) = runBlocking<Unit> {
        transport.expect(RequestPattern.any(), FakeReply.error(400, "no"))

        val failure = assertThrows<ApiException> { runBlocking { client.completion(request) } }

        assertThat(failure.kind()).isEqualTo(ApiException.Kind.BAD_REQUEST)
        assertThat(describe(failure)).isEqualTo("BAD_REQUEST: no")
    }

    @Test
    fun `keeps the partial completion`(client: CompletionsClient, transport: FakeTransport) {
        transport.expect(RequestPattern.any(), FakeReply.stream("a", "b", "c").cutAfter(2))

        val failure = assertThrows<CompletionsClientException> { runBlocking { client.stream(request).collect().await() } }

        assertThat(failure).isInstanceOf(TruncatedStreamException::class.java)
        assertThat(describe(failure)).isEqualTo("ab…")
    }

    @Test
    fun `cancels the call when its coroutine is canceled`(client: CompletionsClient, transport: FakeTransport) =
        runBlocking<Unit> {
            transport.expect(RequestPattern.any(), FakeReply.silence())
            val call = launch(start = UNDISPATCHED) { client.completion(request) }
            assertThat(transport.openExchanges()).hasSize(1)

            call.cancelAndJoin()

            assertThat(transport.openExchanges()).isEmpty()
        }

    @Test
    fun `cancels the calls of a scope when one fails`(client: CompletionsClient, transport: FakeTransport) {
        transport.expect(RequestPattern.any(), FakeReply.silence(), FakeReply.error(400, "no"))

        assertThrows<ApiException> {
            runBlocking {
                coroutineScope {
                    launch(start = UNDISPATCHED) { client.completion(request) }
                    launch(start = UNDISPATCHED) { client.completion(request) }
                }
            }
        }

        assertThat(transport.openExchanges()).isEmpty()
    }
}
