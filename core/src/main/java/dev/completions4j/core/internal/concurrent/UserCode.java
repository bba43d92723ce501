// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.concurrent;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls code that the client does not own, such as listeners, policies and transports, and contains what it throws.
 *
 * <p>Every such call goes through here, or catches {@link Throwable} and calls {@link #log}. An {@link Error} is contained
 * too: a class that is missing after a bad deployment, or a failed assertion of a test's listener, must end at most the
 * call in which it was thrown. Safe for use by any thread.
 */
public final class UserCode {

    /** For all clients: such code is not always called for one of them. */
    private static final Warnings WARNINGS = new Warnings(System::nanoTime);

    private UserCode() {}

    /**
     * Runs a task, and logs what it throws.
     *
     * @param code the object that is called; the message names its class
     * @param consequence what happens instead, to end the sentence "… threw …"
     */
    public static void run(Object code, String consequence, Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            log(code, consequence, e);
        }
    }

    /**
     * Returns what a task returns, or the fallback if it throws, which is logged.
     *
     * @param code the object that is called; the message names its class
     * @param consequence what happens instead, to end the sentence "… threw …"
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
     * Logs what foreign code threw, at most once a minute for each class. Never throws.
     *
     * @param code the object that was called; the message names its class
     * @param consequence what happens instead, to end the sentence "… threw …"
     */
    public static void log(Object code, String consequence, Throwable thrown) {
        WARNINGS.warnOfThrown(code, consequence, thrown);
    }
}
