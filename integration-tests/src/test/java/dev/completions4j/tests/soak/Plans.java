// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests.soak;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** The actions of servers and callers for each call: a function of the seed, known to both sides. */
final class Plans {

    /** The maximum number of attempts, including the first. */
    static final int MAX_ATTEMPTS = 3;

    /** More than enough for a busy machine. */
    private static final Duration AMPLE = Duration.ofSeconds(60);

    /** For calls whose server stalls. */
    private static final Duration SHORT = Duration.ofMillis(300);

    private static final int PARTS = 6;

    /** What the caller does in addition to waiting. */
    enum CallerAction {
        NOTHING,
        /** Requests one chunk at a time, with pauses. */
        READ_SLOWLY,
        CANCEL,
        /** Sets a timeout that most responses exceed. */
        TIME_OUT_EARLY
    }

    /** The form of the call. */
    enum Form {
        COMPLETE,
        SUBSCRIBE,
        FOR_EACH,
        COLLECT
    }

    /**
     * The actions of the caller in one call.
     *
     * @param delayMillis the delay before it cancels, or between its requests for chunks
     * @param total the timeout of the whole call
     * @param silence the timeouts for the response headers and between reads
     */
    record CallPlan(Form form, CallerAction callerAction, int delayMillis, Duration total, Duration silence) {

        /** Returns whether the timeouts are shorter than the server may need. */
        boolean isImpatient() {
            return silence.compareTo(AMPLE) < 0;
        }
    }

    private final long seed;
    private final Carrier carrier;
    private final List<ServerAction> deck;

    Plans(long seed, Carrier carrier) {
        this.seed = seed;
        this.carrier = carrier;
        this.deck = Arrays.stream(ServerAction.values())
                .filter(action -> action.isOver(carrier))
                .flatMap(action -> Collections.nCopies(action.weight(), action).stream())
                .toList();
    }

    Carrier carrier() {
        return carrier;
    }

    /** Returns the action of the server for an attempt. */
    ServerAction action(long call, int attempt) {
        return deck.get(random(call, attempt).nextInt(deck.size()));
    }

    /** Returns the source of randomness within an action of the server. */
    Random random(long call, int attempt) {
        Random random = new Random(seed
                ^ (call * 0x9e3779b97f4a7c15L + attempt * 31L + carrier.name().hashCode()));
        // The first numbers of adjacent seeds are similar.
        random.nextLong();
        return random;
    }

    CallPlan call(long call) {
        Random random = random(call, -1);
        Form form = Form.values()[random.nextInt(Form.values().length)];
        int draw = random.nextInt(100);
        CallerAction callerAction = draw < 10
                ? CallerAction.CANCEL
                : draw < 15 ? CallerAction.TIME_OUT_EARLY : draw < 25 ? CallerAction.READ_SLOWLY : CallerAction.NOTHING;
        if (callerAction == CallerAction.READ_SLOWLY) {
            form = Form.SUBSCRIBE;
        }
        Duration total =
                callerAction == CallerAction.TIME_OUT_EARLY ? Duration.ofMillis(1 + random.nextInt(30)) : AMPLE;
        return new CallPlan(
                form,
                callerAction,
                random.nextInt(callerAction == CallerAction.READ_SLOWLY ? 5 : 25),
                total,
                stalls(call) ? SHORT : AMPLE);
    }

    private boolean stalls(long call) {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            ServerAction action = action(call, attempt);
            if (action.stalls()) {
                return true;
            }
            if (action.retry() == ServerAction.Retry.NEVER) {
                return false;
            }
        }
        return false;
    }

    /** Returns the pieces of the text of a call's completion. */
    List<String> parts(long call, boolean atLength) {
        String part = "t" + call + " ";
        return Collections.nCopies(PARTS, atLength ? part.repeat(2048) : part);
    }
}
