// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import dev.completions4j.CompletionRequest;
import java.util.concurrent.Flow;

/** Requests with the ids {@code r0}, {@code r1} and so on, and the prompts {@code p0}, {@code p1} and so on. */
final class BatchRequests {

    private BatchRequests() {}

    static BatchRequest request(int number) {
        return new BatchRequest(
                "r" + number,
                CompletionRequest.builder().model("m").prompt("p" + number).build());
    }

    /** Returns an input whose end is known before the first call is sent. */
    static BatchInput atOnce(int requests) {
        return BatchInput.requests((Flow.Publisher<BatchRequest>) subscriber ->
                subscriber.onSubscribe(new Flow.Subscription() {
                    @Override
                    public void request(long count) {
                        for (int i = 0; i < requests; i++) {
                            subscriber.onNext(BatchRequests.request(i));
                        }
                        subscriber.onComplete();
                    }

                    @Override
                    public void cancel() {}
                }));
    }
}
