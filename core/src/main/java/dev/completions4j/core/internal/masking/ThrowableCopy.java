// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.masking;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A copy of a throwable whose message must not be shown: has its stack trace, causes and suppressed throwables. The
 * message is the original's class name, followed by the masked message, if any.
 */
public final class ThrowableCopy extends Exception {

    private static final long serialVersionUID = 1L;

    /** Maximum number of copied throwables. */
    private static final int MAX_COPIES = 100;

    private final String className;

    private ThrowableCopy(Throwable original, String message) {
        super(original.getClass().getName() + message);
        className = original.getClass().getName();
        setStackTrace(original.getStackTrace());
    }

    /** Returns a copy without the original messages. */
    public static ThrowableCopy wordless(Throwable original) {
        return copy(original, message -> " (its message is not shown)", new IdentityHashMap<>());
    }

    /** Returns a copy with masked messages. */
    static ThrowableCopy masked(Throwable original, UnaryOperator<String> mask) {
        return copy(original, message -> ": " + mask.apply(message), new IdentityHashMap<>());
    }

    /** Returns the throwable, its causes and suppressed throwables, each once. */
    static Set<Throwable> tree(Throwable root) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Throwable> next = new ArrayDeque<>();
        next.add(root);
        while (!next.isEmpty() && seen.size() < MAX_COPIES) {
            Throwable each = next.remove();
            if (seen.add(each)) {
                Throwable cause = each.getCause();
                if (cause != null) {
                    next.add(cause);
                }
                Collections.addAll(next, each.getSuppressed());
            }
        }
        return seen;
    }

    private static ThrowableCopy copy(
            Throwable original, UnaryOperator<String> shown, Map<Throwable, ThrowableCopy> copies) {
        String message = original.getMessage();
        ThrowableCopy copy = new ThrowableCopy(original, message == null ? "" : shown.apply(message));
        copies.put(original, copy);
        Throwable cause = original.getCause();
        if (cause != null && mayCopy(cause, copies)) {
            copy.initCause(copy(cause, shown, copies));
        }
        for (Throwable suppressed : original.getSuppressed()) {
            if (mayCopy(suppressed, copies)) {
                copy.addSuppressed(copy(suppressed, shown, copies));
            }
        }
        return copy;
    }

    /** Returns whether a throwable has not been copied yet: causes may be cyclic. */
    private static boolean mayCopy(Throwable original, Map<Throwable, ThrowableCopy> copies) {
        return copies.size() < MAX_COPIES && !copies.containsKey(original);
    }

    /** Returns the name of the original's class. */
    public String className() {
        return className;
    }
}
