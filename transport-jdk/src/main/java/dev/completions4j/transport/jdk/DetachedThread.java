// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.function.Supplier;

/** Creates threads that do not keep the class loaders of the applications that happen to start them. */
final class DetachedThread {

    private DetachedThread() {}

    /**
     * Creates a thread. Before Java 24, a thread keeps the access control context of its creation, and with it the class
     * loaders of all classes on the stack; this hides the callers.
     */
    @SuppressWarnings("removal") // There is no other way, and it has no effect where it is not needed.
    static Thread create(Supplier<? extends Thread> constructor) {
        return AccessController.doPrivileged((PrivilegedAction<Thread>) constructor::get);
    }
}
