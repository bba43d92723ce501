// SPDX-License-Identifier: Apache-2.0
package stories

import dev.completions4j.CompletionsClient
import dev.completions4j.testkit.ManualTime
import dev.completions4j.testkit.junit.CompletionsExtension
import dev.completions4j.testkit.transport.FakeReply
import dev.completions4j.testkit.transport.FakeTransport
import dev.completions4j.testkit.transport.RequestPattern
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.runBlocking
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.ExtendWith

/** Decorators, listeners and other implementations written in Kotlin. */
@ExtendWith(CompletionsExtension::class)
class ImplementationsTest {

    private val request = completionRequest { model("m") }

    @Test
    fun `take part in calls`(builder: CompletionsClient.Builder, transport: FakeTransport, time: ManualTime) =
        runBlocking<Unit> {
            transport.expect(RequestPattern.any().header("Authorization", "Bearer k"), FakeReply.stream("a", "b"))
            val log = mutableListOf<String>()

            builder.transport(LoggingTransport(transport, log::add))
                .scheduler(ForwardingScheduler(time))
                .credentials(FixedCredential("k"))
                .retryPolicy(NoRetries())
                .listener(LoggingListener.Factory(log::add))
                .interceptor(LoggingInterceptor(log::add))
                .build()
                .use { client -> assertThat(client.texts(request).toList()).containsExactly("a", "b") }

            assertThat(log).startsWith("subscribe").contains("send POST", "head 200", "chunk").endsWith("COMPLETED ab")
        }

    @Test
    fun `delegate to a client`(client: CompletionsClient, transport: FakeTransport) = runBlocking<Unit> {
        transport.expect(RequestPattern.any(), FakeReply.completion("a"))
        val counting = CountingClient(client)

        assertThat(counting.completion(request).text()).isEqualTo("a")

        assertThat(counting.calls).isOne()
    }
}
