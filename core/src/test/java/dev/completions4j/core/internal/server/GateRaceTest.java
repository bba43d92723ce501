// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.server;

import dev.completions4j.core.Races;
import dev.completions4j.core.internal.concurrent.Callbacks;
import dev.completions4j.testkit.ManualTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Verifies that every call that enters a gate is let through exactly once, unless it leaves before. */
class GateRaceTest {

    /** Three threads enter and leave, while the server pauses and time advances. */
    public static class Race {

        private final ManualTime time = new ManualTime();
        private final Gate gate = new Gate(time, new Callbacks(Runnable::run), null);
        private final Queue<Call> entering = new ArrayDeque<>();
        private final List<Call> entered = new ArrayList<>();

        private static final class Call implements Passage {

            private final AtomicInteger through = new AtomicInteger();
            private volatile boolean left;

            @Override
            public long tokens() {
                return 1;
            }

            @Override
            public void onThrough() {
                through.incrementAndGet();
            }
        }

        @Operation
        public void enter() {
            Call call = new Call();
            synchronized (entering) {
                entering.add(call);
                entered.add(call);
            }
            gate.enter(call);
        }

        @Operation
        public void leave() {
            Call call;
            synchronized (entering) {
                call = entering.poll();
            }
            if (call != null) {
                call.left = true;
                gate.leave(call);
            }
        }

        @Operation
        public void pause() {
            gate.pause(Duration.ofSeconds(1));
        }

        @Operation
        public void advance() {
            time.advance(Duration.ofSeconds(1));
        }

        @Validate
        public void verify() {
            time.advance(Duration.ofSeconds(10));
            for (Call call : entered) {
                int times = call.through.get();
                if (times > 1 || (times == 0 && !call.left)) {
                    throw new IllegalStateException("A call was let through " + times + " times");
                }
            }
        }
    }

    @Test
    @Tag("fuzz")
    void holdsOnConcurrentThreads() {
        Races.stress(Race.class);
    }
}
