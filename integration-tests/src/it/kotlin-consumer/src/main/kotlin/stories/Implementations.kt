// SPDX-License-Identifier: Apache-2.0
package stories

import dev.completions4j.CallOptions
import dev.completions4j.ChunkIterator
import dev.completions4j.Completion
import dev.completions4j.CompletionChunk
import dev.completions4j.CompletionRequest
import dev.completions4j.CompletionStream
import dev.completions4j.CompletionsClient
import dev.completions4j.CompletionsClientException
import dev.completions4j.FailedAttempt
import dev.completions4j.ResponseInfo
import dev.completions4j.observe.CallInfo
import dev.completions4j.observe.CallListener
import dev.completions4j.observe.CallResult
import dev.completions4j.observe.CompletionsInterceptor
import dev.completions4j.spi.CompletionsPlugin
import dev.completions4j.spi.Credential
import dev.completions4j.spi.CredentialProvider
import dev.completions4j.spi.RetryPolicy
import dev.completions4j.spi.Scheduler
import dev.completions4j.transport.ConnectionInfo
import dev.completions4j.transport.Exchange
import dev.completions4j.transport.ForwardingResponseHandler
import dev.completions4j.transport.ForwardingTransport
import dev.completions4j.transport.ResponseHandler
import dev.completions4j.transport.ResponseHead
import dev.completions4j.transport.Transport
import dev.completions4j.transport.TransportConfig
import dev.completions4j.transport.TransportException
import dev.completions4j.transport.TransportInfo
import dev.completions4j.transport.TransportProvider
import dev.completions4j.transport.TransportRequest
import java.nio.ByteBuffer
import java.time.Duration
import java.util.concurrent.CompletableFuture
import java.util.concurrent.CompletionStage
import java.util.concurrent.Flow
import java.util.function.Consumer

// Everything that users may implement, with exactly the nullness that the API declares: an override that differs from
// it is a warning, and therefore an error.

/** A decorator of clients, which overrides one method. */
class CountingClient(private val delegate: CompletionsClient) : CompletionsClient by delegate {

    var calls = 0
        private set

    override fun complete(request: CompletionRequest, options: CallOptions): CompletableFuture<Completion> {
        calls++
        return delegate.complete(request, options)
    }

    override fun shutdown(grace: Duration): CompletableFuture<Void?> = delegate.shutdown(grace)
}

/** A decorator of streams. */
class LoggingStream(private val delegate: CompletionStream, private val log: (String) -> Unit) : CompletionStream {

    override fun subscribe(subscriber: Flow.Subscriber<in CompletionChunk>) {
        log("subscribe")
        delegate.subscribe(subscriber)
    }

    override fun forEach(action: Consumer<in CompletionChunk>): CompletableFuture<Void?> = delegate.forEach(action)

    override fun collect(): CompletableFuture<Completion> = delegate.collect()

    override fun texts(index: Int): Flow.Publisher<String> = delegate.texts(index)

    override fun firstChunk(): CompletableFuture<CompletionChunk?> = delegate.firstChunk()

    override fun blockingIterator(): ChunkIterator = delegate.blockingIterator()
}

/** Logs streams, and passes everything else on. */
class LoggingInterceptor(private val log: (String) -> Unit) : CompletionsInterceptor {

    override fun complete(
        request: CompletionRequest,
        options: CallOptions,
        chain: CompletionsInterceptor.Chain,
    ): CompletableFuture<Completion> = chain.complete(request, options)

    override fun stream(
        request: CompletionRequest,
        options: CallOptions,
        chain: CompletionsInterceptor.Chain,
    ): Flow.Publisher<CompletionChunk> = LoggingStream(chain.stream(request, options), log)
}

/** Logs the events of a call. */
class LoggingListener(private val log: (String) -> Unit) : CallListener {

    override fun onAttempt(attempt: Int, baseUrl: String) = log("attempt $attempt")

    override fun onConnected(connection: ConnectionInfo) = log("connected")

    override fun onHead(response: ResponseInfo) = log("head ${response.status()}")

    override fun onRetry(failed: FailedAttempt) = log("retry")

    override fun onChunk(gapNanos: Long) = log("chunk")

    override fun onEnd(result: CallResult) = log("${result.outcome} ${result.completion?.text().orEmpty()}")

    /** Listens to completions and streams, but not to other calls. */
    class Factory(private val log: (String) -> Unit) : CallListener.Factory {

        override fun onCall(call: CallInfo): CallListener? = call.request?.let { LoggingListener(log) }
    }
}

class NoPlugin : CompletionsPlugin {

    override fun listener(): CallListener.Factory? = null

    override fun interceptor(): CompletionsInterceptor? = null
}

class FixedCredential(private val key: String) : CredentialProvider {

    override fun credential(): CompletionStage<Credential> =
        CompletableFuture.completedFuture(Credential(key, null))
}

class NoRetries : RetryPolicy {

    override fun delayAfter(attempt: Int, failure: CompletionsClientException): Duration? = null
}

class ForwardingScheduler(private val delegate: Scheduler) : Scheduler {

    override fun nanoTime(): Long = delegate.nanoTime()

    override fun schedule(task: Runnable, delay: Duration): Scheduler.Task = delegate.schedule(task, delay)
}

/** A decorator of transports. */
class LoggingTransport(private val delegate: Transport, private val log: (String) -> Unit) : ForwardingTransport() {

    override fun delegate(): Transport = delegate

    override fun info(): TransportInfo = super.info()

    override fun send(request: TransportRequest, handler: ResponseHandler) {
        log("send ${request.method()}")
        super.send(request, LoggingHandler(handler, log))
    }

    override fun isIoThread(): Boolean = super.isIoThread()

    override fun shutdown(grace: Duration): CompletableFuture<Void?> = super.shutdown(grace)
}

class LoggingHandler(private val delegate: ResponseHandler, private val log: (String) -> Unit) :
    ForwardingResponseHandler() {

    override fun delegate(): ResponseHandler = delegate

    override fun onStart(exchange: Exchange) = super.onStart(exchange)

    override fun onConnected(connection: ConnectionInfo) = super.onConnected(connection)

    override fun onHead(head: ResponseHead) = super.onHead(head)

    override fun onData(chunk: ByteBuffer) = super.onData(chunk)

    override fun onComplete() = super.onComplete()

    override fun onFailure(failure: TransportException) {
        log("failed ${failure.kind()}")
        super.onFailure(failure)
    }
}

class LoggingTransportProvider(private val delegate: TransportProvider, private val log: (String) -> Unit) :
    TransportProvider {

    override fun name(): String = "logging " + delegate.name()

    override fun priority(): Int = delegate.priority()

    override fun create(config: TransportConfig): Transport = LoggingTransport(delegate.create(config), log)
}
