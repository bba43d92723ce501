// SPDX-License-Identifier: Apache-2.0
package stories

import dev.completions4j.CallOptions
import dev.completions4j.Completion
import dev.completions4j.CompletionChunk
import dev.completions4j.CompletionRequest
import dev.completions4j.CompletionsClient
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.future.await
import kotlinx.coroutines.jdk9.asFlow

// snippet: kotlinbuilders
inline fun completionsClient(configure: CompletionsClient.Builder.() -> Unit): CompletionsClient =
    CompletionsClient.builder().apply(configure).build()

inline fun completionRequest(configure: CompletionRequest.Builder.() -> Unit): CompletionRequest =
    CompletionRequest.builder().apply(configure).build()

inline fun callOptions(configure: CallOptions.Builder.() -> Unit): CallOptions =
    CallOptions.builder().apply(configure).build()
// end

// snippet: kotlincalls
suspend fun CompletionsClient.completion(
    request: CompletionRequest,
    options: CallOptions = CallOptions.none(),
): Completion = complete(request, options).await()

fun CompletionsClient.chunks(
    request: CompletionRequest,
    options: CallOptions = CallOptions.none(),
): Flow<CompletionChunk> = stream(request, options).asFlow()

fun CompletionsClient.texts(
    request: CompletionRequest,
    options: CallOptions = CallOptions.none(),
): Flow<String> = stream(request, options).texts().asFlow()
// end
