// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests.stress;

/** Work for every core that is of no use. */
final class CpuLoad {

    private CpuLoad() {}

    /** Keeps every core busy until this JVM ends. */
    static void begin() {
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
