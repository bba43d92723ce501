// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What a server did, by call: only for the calls that are open. */
final class Journal {

    private final Map<Long, List<Deed>> deeds = new ConcurrentHashMap<>();

    /** Opens the account of a call. */
    void open(long call) {
        deeds.put(call, new ArrayList<>());
    }

    /** Notes the next deed of a call; after the call's end, of which the server may hear late, it is noted nowhere. */
    Deed note(long call, Plans plans) {
        List<Deed> done = deeds.getOrDefault(call, new ArrayList<>());
        synchronized (done) {
            Deed deed = plans.deed(call, done.size());
            done.add(deed);
            return deed;
        }
    }

    /** How often the server has seen a call. */
    int attempts(long call) {
        List<Deed> done = deeds.getOrDefault(call, List.of());
        synchronized (done) {
            return done.size();
        }
    }

    /** Closes the account. */
    List<Deed> close(long call) {
        List<Deed> done = deeds.remove(call);
        if (done == null) {
            throw new IllegalStateException("Call " + call + " ended twice");
        }
        synchronized (done) {
            return List.copyOf(done);
        }
    }
}
