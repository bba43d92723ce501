// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests.stress;

import java.util.concurrent.atomic.AtomicBoolean;

/** Artificial load on every core. */
final class CpuLoad {

    private static final AtomicBoolean BEGUN = new AtomicBoolean();

    private CpuLoad() {}

    /** Keeps every core busy until this JVM ends; idempotent. */
    static void begin() {
        if (BEGUN.getAndSet(true)) {
            return;
        }
        for (int core = 0; core < Runtime.getRuntime().availableProcessors(); core++) {
            Thread thread = new Thread(CpuLoad::spin, "load-" + core);
            thread.setDaemon(true);
            thread.start();
        }
    }

    private static void spin() {
        while (true) {
            Thread.onSpinWait();
        }
    }
}
