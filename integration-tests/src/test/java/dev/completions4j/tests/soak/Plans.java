// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests.soak;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** What servers and callers do, call by call: a function of the seed, known to both sides. */
final class Plans {

    /** The attempts of a call, the first one included. */
    static final int MAX_ATTEMPTS = 3;

    /** More than a machine that is busy with other things may take. */
    private static final Duration AMPLE = Duration.ofSeconds(60);

    /** For calls whose server will be silent. */
    private static final Duration SHORT = Duration.ofMillis(300);

    private static final int PARTS = 6;

    /** What the caller does besides waiting. */
    enum Act {
        NOTHING,
        /** Asks for one chunk at a time, with pauses. */
        DAWDLE,
        CANCEL,
        /** Sets a timeout that most answers miss. */
        HURRY
    }

    /** How the caller asks. */
    enum Form {
        COMPLETE,
        SUBSCRIBE,
        FOR_EACH,
        COLLECT
    }

    /**
     * What the caller does in one call.
     *
     * @param delayMillis until it cancels, or between its requests for chunks
     * @param total the timeout of the whole call
     * @param silence how long the server may be silent
     */
    record CallPlan(Form form, Act act, int delayMillis, Duration total, Duration silence) {

        /** Whether the caller waits less than the server may take. */
        boolean isImpatient() {
            return silence.compareTo(AMPLE) < 0;
        }
    }

    private final long seed;
    private final Carrier carrier;
    private final List<Deed> deck;

    Plans(long seed, Carrier carrier) {
        this.seed = seed;
        this.carrier = carrier;
        this.deck = Arrays.stream(Deed.values())
                .filter(deed -> deed.isOver(carrier))
                .flatMap(deed -> Collections.nCopies(deed.weight(), deed).stream())
                .toList();
    }

    Carrier carrier() {
        return carrier;
    }

    /** What the server does with an attempt. */
    Deed deed(long call, int attempt) {
        return deck.get(random(call, attempt).nextInt(deck.size()));
    }

    /** The randomness of the server's own acts. */
    Random random(long call, int attempt) {
        Random random = new Random(seed
                ^ (call * 0x9e3779b97f4a7c15L + attempt * 31L + carrier.name().hashCode()));
        // The first numbers of neighboring seeds resemble each other.
        random.nextLong();
        return random;
    }

    CallPlan call(long call) {
        Random random = random(call, -1);
        Form form = Form.values()[random.nextInt(Form.values().length)];
        int draw = random.nextInt(100);
        Act act = draw < 10 ? Act.CANCEL : draw < 15 ? Act.HURRY : draw < 25 ? Act.DAWDLE : Act.NOTHING;
        if (act == Act.DAWDLE) {
            form = Form.SUBSCRIBE;
        }
        Duration total = act == Act.HURRY ? Duration.ofMillis(1 + random.nextInt(30)) : AMPLE;
        return new CallPlan(form, act, random.nextInt(act == Act.DAWDLE ? 5 : 25), total, stalls(call) ? SHORT : AMPLE);
    }

    private boolean stalls(long call) {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Deed deed = deed(call, attempt);
            if (deed.stalls()) {
                return true;
            }
            if (deed.retry() == Deed.Retry.NEVER) {
                return false;
            }
        }
        return false;
    }

    /** The pieces of the text with which a call is answered. */
    List<String> parts(long call, boolean atLength) {
        String part = "t" + call + " ";
        return Collections.nCopies(PARTS, atLength ? part.repeat(2048) : part);
    }
}
