package dev.completions4j.core;

import dev.completions4j.CallOptions;
import dev.completions4j.CompletionRequest;
import dev.completions4j.core.attempt.Dispatcher;
import dev.completions4j.core.attempt.Failures;
import dev.completions4j.core.attempt.ResponseLimits;
import dev.completions4j.core.call.CallContext;
import dev.completions4j.core.callback.SlowCallbacks;
import dev.completions4j.core.callback.WaitGuard;
import dev.completions4j.core.deadline.TimeoutLimits;

/** Makes the contexts of a client's calls, from its own settings and from each call's. */
final class CallContexts {

    private final CallContext ofWholeAnswers;
    private final CallContext ofStreams;

    CallContexts(Dispatcher dispatcher, WaitGuard guard, Failures failures, CallOptions ofAllCalls) {
        ofWholeAnswers = new CallContext(
                dispatcher,
                guard,
                new SlowCallbacks(dispatcher.warnings()),
                TimeoutLimits.ofWholeAnswers().with(ofAllCalls.timeouts()),
                ResponseLimits.defaults().with(ofAllCalls),
                failures.hiding(ofAllCalls),
                CallOptions.none());
        ofStreams = ofWholeAnswers.with(TimeoutLimits.ofStreams().with(ofAllCalls.timeouts()));
    }

    CallContext ofModels(CallOptions options) {
        return ofWholeAnswers.with(options);
    }

    CallContext ofWholeAnswer(CompletionRequest request, CallOptions options) {
        return ofWholeAnswers.with(options).hiding(request);
    }

    CallContext ofStream(CompletionRequest request, CallOptions options) {
        return ofStreams.with(options).hiding(request);
    }
}
