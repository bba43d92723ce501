// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.examples.ktor

import dev.completions4j.examples.browsers.BrowserTest
import io.ktor.server.engine.connector
import io.ktor.server.engine.embeddedServer
import io.ktor.server.netty.Netty
import java.net.URI
import java.util.concurrent.ConcurrentLinkedQueue
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.AfterAll
import org.junit.jupiter.api.BeforeAll
import org.junit.jupiter.api.TestInstance
import org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS
import reactor.blockhound.BlockHound

@TestInstance(PER_CLASS)
class KtorTest : BrowserTest() {

    private val blocked = ConcurrentLinkedQueue<String>()
    private val server = embeddedServer(
        Netty,
        configure = {
            connector { port = 0 }
            responseWriteTimeoutSeconds = 120 // A browser that reads nothing for 10 seconds would be disconnected.
        },
        module = { completions(MODEL_URL) },
    )
    private lateinit var url: URI

    @BeforeAll
    fun start() {
        BlockHound.builder()
            .loadIntegrations() // Those of Netty and of coroutines mark event loops and Dispatchers.Default.
            // The locks of Netty's allocator and of timers, which are held for microseconds.
            .allowBlockingCallsInside("io.netty.buffer.AdaptivePoolingAllocator", "allocate")
            .allowBlockingCallsInside("io.netty.buffer.AdaptivePoolingAllocator\$AdaptiveByteBuf", "deallocate")
            .allowBlockingCallsInside("java.util.concurrent.ScheduledThreadPoolExecutor\$DelayedWorkQueue", "offer")
            .allowBlockingCallsInside("java.util.concurrent.ScheduledThreadPoolExecutor\$DelayedWorkQueue", "remove")
            .blockingMethodCallback { blocked += "$it of ${Thread.currentThread().stackTrace.asList()}" }
            .install()
        server.start()
        url = URI("http://localhost:${runBlocking { server.engine.resolvedConnectors() }.first().port}")
    }

    @AfterAll
    fun stop() {
        server.stop()
    }

    override fun server(): URI = url

    override fun blockedThreads(): Collection<String> = blocked
}
