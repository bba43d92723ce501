// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import dev.completions4j.CompletionChunk;
import dev.completions4j.CompletionRequest;
import java.util.concurrent.Flow;

/** The form in which a caller requests a completion. */
enum CallForm {
    COMPLETE {
        @Override
        void start(CompletionRequest request, CallInFlight call) {
            call.hold(call.client().complete(request));
        }
    },
    FOR_EACH {
        @Override
        void start(CompletionRequest request, CallInFlight call) {
            call.hold(call.client().stream(request).forEach(chunk -> {
                call.signals().add(Signals.next(chunk.text()));
                call.onCallback(Phase.IN_ON_NEXT);
            }));
        }
    },
    SUBSCRIBE {
        @Override
        void start(CompletionRequest request, CallInFlight call) {
            call.client().stream(request).subscribe(subscriber(call));
        }
    };

    abstract void start(CompletionRequest request, CallInFlight call);

    private static Flow.Subscriber<CompletionChunk> subscriber(CallInFlight call) {
        long firstRequest = call.phase() == Phase.BEFORE_DEMAND ? 0 : Long.MAX_VALUE;
        return new SignalingSubscriber(call.signals(), firstRequest) {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                call.hold(subscription);
                call.onCallback(Phase.IN_ON_SUBSCRIBE);
                super.onSubscribe(subscription);
            }

            @Override
            public void onNext(CompletionChunk chunk) {
                super.onNext(chunk);
                call.onCallback(Phase.IN_ON_NEXT);
            }
        };
    }
}
