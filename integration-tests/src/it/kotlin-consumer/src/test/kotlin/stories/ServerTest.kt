// SPDX-License-Identifier: Apache-2.0
package stories

import dev.completions4j.testkit.model.FakeModel
import dev.completions4j.testkit.server.ConnectionScript
import dev.completions4j.testkit.server.FakeEndpoint
import dev.completions4j.testkit.server.LoopbackServer
import java.time.Duration
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.future.await
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test

/** Canceled scopes, as a server over real sockets observes them. */
class ServerTest {

    private val request = completionRequest {
        model("gpt-3.5-turbo-instruct")
        prompt("Say this is a test")
        maxTokens(7)
    }

    private val model = FakeModel.builder().build()

    /** Generates a token, and the next after an hour. */
    private val slow = FakeEndpoint.of(model).withTokenInterval(Duration.ofHours(1))

    @Test
    fun `completes and streams`() = runBlocking<Unit> {
        LoopbackServer.serving(model).use { server ->
            val baseUrl = server.baseUrl()
            // snippet: kotlin
            val client = completionsClient {
                baseUrl(baseUrl)
                maxInFlight(100)
            }
            val request = completionRequest {
                model("gpt-3.5-turbo-instruct")
                prompt("Say this is a test")
                maxTokens(7)
            }

            val text: String = client.completion(request).text()
            client.texts(request).collect { print(it) }
            // end
            assertThat(text).isNotBlank()
            client.shutdown(Duration.ofSeconds(10)).await()
        }
    }

    @Test
    fun `stops the model when a collector is canceled`() = runBlocking<Unit> {
        LoopbackServer.running(slow).use { server ->
            completionsClient { baseUrl(server.baseUrl()) }.use { client ->
                val first = CompletableDeferred<String>()
                // snippet: kotlincancel
                val screen = launch {
                    client.texts(request).collect { first.complete(it) }
                }
                first.await()

                screen.cancel() // closes the exchange: the server stops generating
                // end
                screen.join()
                assertNothingRuns(server)
            }
        }
    }

    @Test
    fun `stops the model when a future's awaiter is canceled`() = runBlocking<Unit> {
        LoopbackServer.running(slow).use { server ->
            completionsClient { baseUrl(server.baseUrl()) }.use { client ->
                val first = CompletableDeferred<String>()
                val printing = launch { client.stream(request).forEach { first.complete(it.text()) }.await() }
                first.await()

                printing.cancelAndJoin()

                assertNothingRuns(server)
            }
        }
    }

    @Test
    fun `hangs up on a server that has not answered`() = runBlocking<Unit> {
        val received = CompletableDeferred<Unit>()
        val silent = ConnectionScript { connection ->
            connection.readRequest()
            received.complete(Unit)
            while (!connection.awaitClientClose()) {
                // The client waits.
            }
        }
        LoopbackServer.running(silent).use { server ->
            completionsClient { baseUrl(server.baseUrl()) }.use { client ->
                val completing = launch { client.completion(request) }
                received.await()

                completing.cancelAndJoin()

                assertNothingRuns(server)
            }
        }
    }

    private fun assertNothingRuns(server: LoopbackServer) {
        assertThat(server.connections()).isOne()
        assertThat(server.awaitNoConnections(Duration.ofSeconds(20))).isTrue()
        assertThat(server.openConnections()).isZero()
    }
}
