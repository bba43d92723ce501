// SPDX-License-Identifier: Apache-2.0
package stories

import dev.completions4j.CompletionsClient
import dev.completions4j.TruncatedStreamException
import dev.completions4j.testkit.junit.CompletionsExtension
import dev.completions4j.testkit.model.OpenAiTexts
import dev.completions4j.testkit.transport.FakeExchange
import dev.completions4j.testkit.transport.FakeReply
import dev.completions4j.testkit.transport.FakeTransport
import dev.completions4j.testkit.transport.RequestPattern
import kotlinx.coroutines.CoroutineStart.UNDISPATCHED
import kotlinx.coroutines.Job
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.channels.Channel.Factory.RENDEZVOUS
import kotlinx.coroutines.flow.buffer
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.yield
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.api.extension.ExtendWith

/** Streams as flows. */
@ExtendWith(CompletionsExtension::class)
class FlowsTest {

    private val request = completionRequest {
        model("m")
        prompt("Hello")
    }

    @Test
    fun `collects a stream`(client: CompletionsClient, transport: FakeTransport) = runBlocking<Unit> {
        transport.always(RequestPattern.any(), FakeReply.stream("a", "b", "c"))

        assertThat(client.texts(request).toList()).containsExactly("a", "b", "c")
        assertThat(client.chunks(request).toList().map { it.text() }).containsExactly("a", "b", "c")
    }

    @Test
    fun `reads nothing while the collector is busy`(client: CompletionsClient, transport: FakeTransport) =
        runBlocking<Unit> {
            val received = mutableListOf<String>()
            val ready = Channel<Unit>(Channel.UNLIMITED)
            val collector = launch(start = UNDISPATCHED) {
                // snippet: kotlinbackpressure
                client.texts(request)
                    .buffer(RENDEZVOUS) // requests one text at a time, instead of 64
                    .collect { text ->
                        received += text
                        ready.receive() // suspends until the text is stored
                    }
                // end
            }
            val exchange = transport.next()
            exchange.head(200, "text/event-stream")

            exchange.sendText("a")
            runOthers()
            assertThat(received).containsExactly("a")
            assertThat(exchange.requested()).isZero()

            ready.send(Unit)
            runOthers()
            assertThat(exchange.requested()).isOne()

            exchange.sendText("b")
            runOthers()
            assertThat(received).containsExactly("a", "b")
            assertThat(exchange.requested()).isZero()

            collector.cancelAndJoin()
            assertThat(transport.openExchanges()).isEmpty()
        }

    @Test
    fun `requests as many texts as the buffer holds`(client: CompletionsClient, transport: FakeTransport) =
        runBlocking<Unit> {
            val collector: Job = launch(start = UNDISPATCHED) {
                client.texts(request).buffer(2).collect { Channel<Unit>().receive() }
            }
            val exchange = transport.next()
            exchange.head(200, "text/event-stream")

            exchange.sendText("a")
            exchange.sendText("b")
            runOthers()
            assertThat(exchange.requested()).isZero()

            collector.cancelAndJoin()
        }

    @Test
    fun `cancels the stream after the texts that are taken`(client: CompletionsClient, transport: FakeTransport) =
        runBlocking<Unit> {
            transport.expect(RequestPattern.any(), FakeReply.stream("a", "b", "c").withoutEnd())

            assertThat(client.texts(request).take(2).toList()).containsExactly("a", "b")

            assertThat(transport.openExchanges()).isEmpty()
        }

    @Test
    fun `throws the exception itself`(client: CompletionsClient, transport: FakeTransport) {
        transport.expect(RequestPattern.any(), FakeReply.stream("a", "b", "c").cutAfter(2))
        val received = mutableListOf<String>()

        val failure = assertThrows<TruncatedStreamException> {
            runBlocking { client.texts(request).collect { received += it } }
        }

        assertThat(received).containsExactly("a", "b")
        assertThat(failure.partial()?.text()).isEqualTo("ab")
    }

    private fun FakeExchange.sendText(text: String) = data(OpenAiTexts.event(OpenAiTexts.chunk(text, null)))

    /** Lets the other coroutines run until they wait. */
    private suspend fun runOthers() = repeat(10) { yield() }
}
