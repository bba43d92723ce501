package dev.completions4j.core;

import dev.completions4j.CallOptions;
import dev.completions4j.Scheduler;
import dev.completions4j.core.call.CallContext;
import dev.completions4j.core.call.Callbacks;
import dev.completions4j.core.call.Exchanges;
import dev.completions4j.core.call.Failures;
import dev.completions4j.core.call.SlowCallbacks;
import dev.completions4j.core.deadline.DeadlineLimits;

/** Makes the contexts of a client's calls, from its own settings and from each call's. */
final class CallContexts {

    private final CallContext ofWholeAnswers;
    private final CallContext ofStreams;

    CallContexts(
            Exchanges exchanges, Callbacks callbacks, Scheduler scheduler, Failures failures, CallOptions ofAllCalls) {
        SlowCallbacks slowCallbacks = new SlowCallbacks();
        ofWholeAnswers = new CallContext(
                exchanges,
                callbacks,
                slowCallbacks,
                scheduler,
                DeadlineLimits.ofWholeAnswers().with(ofAllCalls.deadlines()),
                failures.hiding(ofAllCalls));
        ofStreams = ofWholeAnswers.with(DeadlineLimits.ofStreams().with(ofAllCalls.deadlines()));
    }

    CallContext ofWholeAnswer(CallOptions options) {
        return ofWholeAnswers.with(options);
    }

    CallContext ofStream(CallOptions options) {
        return ofStreams.with(options);
    }
}
