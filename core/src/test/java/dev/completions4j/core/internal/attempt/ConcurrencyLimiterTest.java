// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests changes while a waiter is notified that it is queued. */
class ConcurrencyLimiterTest {

    private final ConcurrencyLimiter permits = new ConcurrencyLimiter(1, 10);
    private final List<String> events = new ArrayList<>();

    private final class Waiter implements ConcurrencyLimiter.Waiter {

        private final String name;
        private final Runnable whenQueued;

        Waiter(String name, Runnable whenQueued) {
            this.name = name;
            this.whenQueued = whenQueued;
        }

        @Override
        public void onQueued() {
            whenQueued.run();
            events.add(name + " is queued");
        }

        @Override
        public boolean takePermit() {
            events.add(name + " has a permit");
            return true;
        }
    }

    private Waiter waiter(String name) {
        return new Waiter(name, () -> {});
    }

    @Test
    void aPermitReleasedMeanwhileIsGrantedAfterTheNotification() {
        permits.acquire(waiter("a"));
        permits.acquire(new Waiter("b", this::releaseOnOtherThread));

        assertThat(events).containsExactly("a has a permit", "b is queued", "b has a permit");
    }

    @Test
    void othersAreNotDelayedAndTheTurnIsNotLost() {
        permits.acquire(waiter("a"));
        permits.acquire(new Waiter("b", () -> {
            permits.acquire(waiter("c"));
            permits.acquire(waiter("d"));
            releaseOnOtherThread();
        }));
        releaseOnOtherThread();

        assertThat(events)
                .containsExactly(
                        "a has a permit",
                        "c is queued",
                        "d is queued",
                        "c has a permit",
                        "b is queued",
                        "b has a permit");
    }

    @Test
    void aWaiterThatGivesUpMeanwhileGetsNoPermit() {
        permits.acquire(waiter("a"));
        Waiter[] b = new Waiter[1];
        b[0] = new Waiter("b", () -> assertThat(permits.forget(b[0])).isTrue());
        permits.acquire(b[0]);
        releaseOnOtherThread();
        permits.acquire(waiter("c"));

        assertThat(events).containsExactly("a has a permit", "b is queued", "c has a permit");
    }

    private void releaseOnOtherThread() {
        Thread thread = new Thread(() -> {
            permits.release();
            permits.handOn();
        });
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
