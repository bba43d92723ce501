// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.tck;

/** Starts daemon threads. */
final class Daemon {

    private Daemon() {}

    static Thread start(Runnable task) {
        Thread thread = new Thread(task, "transport-contract");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
