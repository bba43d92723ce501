// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.examples.ktor

import dev.completions4j.CallOptions
import dev.completions4j.CompletionRequest
import dev.completions4j.CompletionsClient
import dev.completions4j.CompletionsClientException
import io.ktor.http.HttpMethod
import io.ktor.server.application.Application
import io.ktor.server.application.ApplicationStopped
import io.ktor.server.application.install
import io.ktor.server.engine.embeddedServer
import io.ktor.server.http.HttpRequestLifecycle
import io.ktor.server.netty.Netty
import io.ktor.server.routing.param
import io.ktor.server.routing.route
import io.ktor.server.routing.routing
import io.ktor.server.sse.SSE
import io.ktor.server.sse.ServerSSESession
import io.ktor.server.sse.sse
import io.ktor.server.util.getOrFail
import java.time.Duration
import kotlinx.coroutines.channels.Channel.Factory.RENDEZVOUS
import kotlinx.coroutines.flow.buffer
import kotlinx.coroutines.jdk9.asFlow
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put

private val GRACE = Duration.ofSeconds(20)

/** A server that only passes chunks on has no use for the text so far. */
private val OPTIONS = CallOptions.builder().keepText(false).build()

fun main() {
    val modelUrl = System.getenv("MODEL_URL") ?: "http://localhost:8000/v1"
    embeddedServer(Netty, port = 8080) { completions(modelUrl) }.start(wait = true)
}

/** Answers `GET /complete?prompt=…` with server-sent events, one for each chunk of the completion. */
fun Application.completions(modelUrl: String) {
    val client = CompletionsClient.builder().baseUrl(modelUrl).build()
    monitor.subscribe(ApplicationStopped) { client.shutdown(GRACE).join() }

    install(HttpRequestLifecycle) {
        cancelCallOnClose = true // Otherwise, Ktor notices only at the next write that a browser has left.
    }
    install(SSE)
    routing {
        route("/complete", HttpMethod.Get) {
            param("prompt") { // Without it, the status is 400.
                sse { complete(client, call.parameters.getOrFail("prompt")) }
            }
        }
    }
}

/** Suspends until the stream has ended, or until the browser has left, which cancels this coroutine and the stream. */
private suspend fun ServerSSESession.complete(client: CompletionsClient, prompt: String) {
    val request = CompletionRequest.builder()
        .model("gpt-3.5-turbo-instruct")
        .prompt(prompt)
        .maxTokens(4_000)
        .build()
    try {
        client.stream(request, OPTIONS)
            .asFlow()
            .buffer(RENDEZVOUS) // requests the next chunk after the last one is written
            .collect { chunk ->
                // JSON, since the line breaks of tokens would be lost otherwise.
                send(buildJsonObject { put("text", chunk.text()) }.toString())
            }
        // An event of its own marks the end, since a browser would reconnect after a connection that only closes.
        send(data = "{}", event = "end")
    } catch (_: CompletionsClientException) {
        send(data = "{}", event = "failure")
    }
}
