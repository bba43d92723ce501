// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.function.Supplier;

/**
 * Creates threads, and objects that start threads, without keeping the class loaders of the applications that happen to
 * create them.
 */
final class Detached {

    private Detached() {}

    /**
     * Creates an object. A thread may inherit the context class loader of its creator; it inherits the class loader of
     * this class instead. Before Java 24, a thread also keeps the access control context of its creation, and with it
     * the class loaders of all classes on the stack; this hides the callers.
     */
    @SuppressWarnings("removal") // There is no other way, and it has no effect where it is not needed.
    static <T> T create(Supplier<T> constructor) {
        Thread creator = Thread.currentThread();
        ClassLoader ofCreator = creator.getContextClassLoader();
        creator.setContextClassLoader(Detached.class.getClassLoader());
        try {
            return AccessController.doPrivileged((PrivilegedAction<T>) constructor::get);
        } finally {
            creator.setContextClassLoader(ofCreator);
        }
    }
}
