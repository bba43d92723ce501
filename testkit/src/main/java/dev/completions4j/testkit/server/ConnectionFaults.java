// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.server;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The faults that are laid over a connection, of which each strikes a response once. */
final class ConnectionFaults {

    /**
     * Where a fault strikes.
     *
     * @param index of the byte before which it does
     */
    record Strike(LaidFault fault, int index) {}

    private final List<LaidFault> laid = new ArrayList<>();
    private final List<LaidFault> waiting = new ArrayList<>();

    void lay(LaidFault fault) {
        laid.add(fault);
        waiting.add(fault);
    }

    /** Makes all faults wait for the next response. */
    void rearm() {
        waiting.clear();
        waiting.addAll(laid);
    }

    /**
     * The first fault that strikes bytes which are to be written, or the end of them; null if none does.
     *
     * @param progress up to these bytes
     */
    @Nullable Strike next(ResponseProgress progress, byte[] bytes, int from) {
        if (waiting.isEmpty()) {
            return null;
        }
        ResponseProgress ahead = progress.copy();
        for (int index = from; true; index++) {
            LaidFault fault = takeReachedAt(ahead);
            if (fault != null) {
                return new Strike(fault, index);
            }
            if (index == bytes.length) {
                return null;
            }
            ahead.add(bytes[index]);
        }
    }

    private @Nullable LaidFault takeReachedAt(ResponseProgress progress) {
        for (Iterator<LaidFault> each = waiting.iterator(); each.hasNext(); ) {
            LaidFault fault = each.next();
            if (fault.isReachedAt(progress)) {
                each.remove();
                if (fault.mayStrike()) {
                    return fault;
                }
            }
        }
        return null;
    }
}
