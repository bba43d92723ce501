// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import java.io.File;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs {@link OneCompletion} like an application server: with its own class loader. */
final class InClassLoaders {

    /** The context class loader of the thread. */
    enum Context {
        APPLICATION,
        SYSTEM,
        NONE
    }

    private InClassLoaders() {}

    /** Arguments: a {@link Context}, the shared class path of applications, and the class path of the application. */
    public static void main(String[] arguments) throws Exception {
        try (URLClassLoader shared = new URLClassLoader(urls(arguments[1]), ClassLoader.getPlatformClassLoader());
                URLClassLoader application = new URLClassLoader(urls(arguments[2]), shared)) {
            Thread.currentThread()
                    .setContextClassLoader(
                            switch (Context.valueOf(arguments[0])) {
                                case APPLICATION -> application;
                                case SYSTEM -> ClassLoader.getSystemClassLoader();
                                case NONE -> null;
                            });
            Method main = application.loadClass(OneCompletion.class.getName()).getMethod("main", String[].class);
            main.setAccessible(true);
            main.invoke(null, (Object) new String[0]);
        }
    }

    /** The entries of a class path. */
    static URL[] urls(String classPath) throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            if (!entry.isEmpty()) {
                urls.add(Path.of(entry).toUri().toURL());
            }
        }
        return urls.toArray(URL[]::new);
    }
}
