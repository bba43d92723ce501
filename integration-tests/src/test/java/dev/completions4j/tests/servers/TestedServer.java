// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests.servers;

/** A running server with the model {@code tiny} that the suite talks to. */
interface TestedServer extends AutoCloseable {

    /** The API key of every tested server. */
    String KEY = "sekret";

    /** Returns the name and the version, such as {@code llama.cpp (xllamacpp 1.2)}. */
    String version();

    /** Returns scheme, address and port, without a path. */
    String address();

    /** Returns the ids that the server has for a text's tokens. */
    int[] tokenIds(String text);

    /** Returns whether a long answer that is no stream takes its time. */
    boolean takesTime();

    /**
     * Waits until the server generates something, with a bound.
     *
     * @return whether it does
     */
    boolean awaitBusy() throws InterruptedException;

    /**
     * Waits until the server generates nothing, with a bound.
     *
     * @return whether it does not
     */
    boolean awaitIdle() throws InterruptedException;

    /** Returns how many tokens the server has generated so far, according to its metrics. */
    double generatedTokens() throws InterruptedException;

    /** Ends the server in the middle of what it is doing. */
    default void kill() {
        close();
    }

    @Override
    void close();
}
