// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.concurrent;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls foreign code, such as listeners, policies and transports, and contains its exceptions and errors.
 *
 * <p>Foreign code is called through this class, or by code that catches {@link Throwable} and calls {@link #log}. This
 * includes {@link Error}: a missing class after a faulty deployment, or a failed assertion in a test's listener, must
 * end at most the call in which it was thrown. Thread-safe.
 */
public final class UserCode {

    /** Shared by all clients, since foreign code is not always called on behalf of one client. */
    private static final Warnings WARNINGS = new Warnings(System::nanoTime);

    private UserCode() {}

    /**
     * Runs a task and logs any throwable.
     *
     * @param code the called object; the message contains its class name
     * @param consequence a clause that completes the message "… threw …; "
     */
    public static void run(Object code, String consequence, Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            log(code, consequence, e);
        }
    }

    /**
     * Returns the result of a task; if the task throws, logs the throwable and returns the fallback.
     *
     * @param code the called object; the message contains its class name
     * @param consequence a clause that completes the message "… threw …; "
     */
    public static <T extends @Nullable Object> T get(
            Object code, String consequence, Supplier<? extends T> task, T fallback) {
        try {
            return task.get();
        } catch (Throwable e) {
            log(code, consequence, e);
            return fallback;
        }
    }

    /**
     * Logs a throwable from foreign code, at most once a minute per class. Never throws.
     *
     * @param code the called object; the message contains its class name
     * @param consequence a clause that completes the message "… threw …; "
     */
    public static void log(Object code, String consequence, Throwable thrown) {
        WARNINGS.warnOfThrown(code, consequence, thrown);
    }
}
