// SPDX-License-Identifier: Apache-2.0
package library.internal.loop;

/** An internal class, public only because other packages of the library use it. */
public final class Engine {
    private Engine() {}

    public static void start() {}
}
