// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal;

import dev.completions4j.CallOptions;
import dev.completions4j.CompletionRequest;
import dev.completions4j.Prompt;
import dev.completions4j.core.internal.attempt.ClientRuntime;
import dev.completions4j.core.internal.body.ResponseLimits;
import dev.completions4j.core.internal.call.CallContext;
import dev.completions4j.core.internal.concurrent.SlowCallbacks;
import dev.completions4j.core.internal.concurrent.WaitGuard;
import dev.completions4j.core.internal.error.Failures;
import dev.completions4j.core.internal.masking.SentPrompts;
import dev.completions4j.core.internal.timeout.TimeoutLimits;

/** Creates the contexts of a client's calls from the settings of the client and of the call. */
final class CallContexts {

    private final CallContext ofWholeAnswers;
    private final CallContext ofStreams;

    CallContexts(ClientRuntime runtime, WaitGuard guard, Failures failures, CallOptions ofAllCalls) {
        ofWholeAnswers = new CallContext(
                runtime,
                guard,
                new SlowCallbacks(runtime.warnings()),
                TimeoutLimits.ofWholeAnswers().with(ofAllCalls.timeouts()),
                ResponseLimits.defaults().with(ofAllCalls),
                failures.hiding(ofAllCalls),
                CallOptions.none());
        ofStreams = ofWholeAnswers.with(TimeoutLimits.ofStreams().with(ofAllCalls.timeouts()));
    }

    /** Returns the client's settings for streams. */
    CallContext ofStreams() {
        return ofStreams;
    }

    CallContext ofModels(CallOptions options) {
        return ofWholeAnswers.with(options);
    }

    CallContext ofWholeAnswer(CompletionRequest request, CallOptions options) {
        return ofWholeAnswers.with(options, SentPrompts.of(request));
    }

    /** Returns the context of a call that sends a text or tokens as if they were a prompt. */
    CallContext ofPrompt(Prompt prompt, CallOptions options) {
        return ofWholeAnswers.with(options, SentPrompts.of(prompt));
    }

    CallContext ofStream(CompletionRequest request, CallOptions options) {
        return ofStreams.with(options, SentPrompts.of(request));
    }
}
