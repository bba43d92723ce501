// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import java.net.http.HttpClient;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.function.Supplier;

/** Creates threads, and clients that start threads, which do not keep the class loaders of their creators. */
final class Detached {

    private Detached() {}

    /**
     * Creates a thread, which is to set its own context class loader. Before Java 24, a thread keeps the access control
     * context of its creation, and with it the class loaders of all classes on the stack; this hides the callers.
     */
    static Thread thread(Supplier<Thread> constructor) {
        return withoutCallers(constructor);
    }

    /** Builds a client. Its threads inherit the context class loader of their creator: here, the one of this class. */
    static HttpClient client(HttpClient.Builder builder) {
        Thread creator = Thread.currentThread();
        ClassLoader ofCreator = creator.getContextClassLoader();
        try {
            creator.setContextClassLoader(Detached.class.getClassLoader());
        } catch (SecurityException refused) {
            // A thread of the JDK, such as that of a Cleaner, whose class loader is not that of an application.
            return withoutCallers(builder::build);
        }
        try {
            return withoutCallers(builder::build);
        } finally {
            creator.setContextClassLoader(ofCreator);
        }
    }

    @SuppressWarnings("removal") // There is no other way, and it has no effect where it is not needed.
    private static <T> T withoutCallers(Supplier<T> constructor) {
        return AccessController.doPrivileged((PrivilegedAction<T>) constructor::get);
    }
}
