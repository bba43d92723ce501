// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

/** Runs code of others, which the caller must outlive. */
final class ForeignCode {

    /** Code that may throw anything. */
    interface Action {
        void run() throws Exception;
    }

    private ForeignCode() {}

    /**
     * Runs an action, and logs what it throws.
     *
     * @param consequence what follows if it throws, for the log
     */
    static void run(Action action, String consequence) {
        try {
            action.run();
        } catch (Throwable e) {
            Log.log(System.Logger.Level.WARNING, consequence, e);
        }
    }
}
