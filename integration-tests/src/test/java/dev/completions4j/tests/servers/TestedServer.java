// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests.servers;

/** A running server with the model {@code tiny}, for the suite. */
interface TestedServer extends AutoCloseable {

    /** The API key of every tested server. */
    String KEY = "sekret";

    /** Returns the name and the version, such as {@code llama.cpp (xllamacpp 1.2)}. */
    String version();

    /** Returns scheme, address and port, without a path. */
    String address();

    /** Returns the server's token ids of a text. */
    int[] tokenIds(String text);

    /** Returns whether long non-streaming responses take time. */
    boolean takesTime();

    /**
     * Waits until the server generates something, with a bound.
     *
     * @return false if it did not in time
     */
    boolean awaitBusy() throws InterruptedException;

    /**
     * Waits until the server generates nothing, with a bound.
     *
     * @return false if it still generates
     */
    boolean awaitIdle() throws InterruptedException;

    /** Returns the number of tokens that the server has generated so far, according to its metrics. */
    double generatedTokens() throws InterruptedException;

    /** Kills the server while it processes requests. */
    default void kill() {
        close();
    }

    @Override
    void close();
}
