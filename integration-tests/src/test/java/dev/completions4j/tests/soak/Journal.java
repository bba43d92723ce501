// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The actions of a server by call, for the open calls only. */
final class Journal {

    private final Map<Long, List<ServerAction>> actions = new ConcurrentHashMap<>();

    /** Starts recording a call. */
    void open(long call) {
        actions.put(call, new ArrayList<>());
    }

    /**
     * Records and returns the next action for a call. Actions after the end of the call, which the server may notice
     * late, are not kept.
     */
    ServerAction record(long call, Plans plans) {
        List<ServerAction> recorded = actions.getOrDefault(call, new ArrayList<>());
        synchronized (recorded) {
            ServerAction action = plans.action(call, recorded.size());
            recorded.add(action);
            return action;
        }
    }

    /** Returns how often the server has received a call. */
    int attempts(long call) {
        List<ServerAction> recorded = actions.getOrDefault(call, List.of());
        synchronized (recorded) {
            return recorded.size();
        }
    }

    /** Stops recording a call and returns its actions. */
    List<ServerAction> close(long call) {
        List<ServerAction> recorded = actions.remove(call);
        if (recorded == null) {
            throw new IllegalStateException("Call " + call + " ended twice");
        }
        synchronized (recorded) {
            return List.copyOf(recorded);
        }
    }
}
