// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.server;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The faults to inject into the responses of one connection, each at most once per response. */
final class ConnectionFaults {

    /**
     * A fault and its position.
     *
     * @param index the index of the byte before which it occurs
     */
    record Injection(InjectedFault fault, int index) {}

    private final List<InjectedFault> faults = new ArrayList<>();
    private final List<InjectedFault> pending = new ArrayList<>();

    void add(InjectedFault fault) {
        faults.add(fault);
        pending.add(fault);
    }

    /** Makes all faults pending for the next response. */
    void rearm() {
        pending.clear();
        pending.addAll(faults);
    }

    /**
     * Returns the first fault to inject into the bytes to be written, or after them; null if there is none.
     *
     * @param progress the progress before these bytes
     */
    @Nullable Injection next(ResponseProgress progress, byte[] bytes, int from) {
        if (pending.isEmpty()) {
            return null;
        }
        ResponseProgress ahead = progress.copy();
        for (int index = from; true; index++) {
            InjectedFault fault = takeReachedAt(ahead);
            if (fault != null) {
                return new Injection(fault, index);
            }
            if (index == bytes.length) {
                return null;
            }
            ahead.add(bytes[index]);
        }
    }

    private @Nullable InjectedFault takeReachedAt(ResponseProgress progress) {
        for (Iterator<InjectedFault> each = pending.iterator(); each.hasNext(); ) {
            InjectedFault fault = each.next();
            if (fault.isReachedAt(progress)) {
                each.remove();
                if (fault.tryAcquire()) {
                    return fault;
                }
            }
        }
        return null;
    }
}
