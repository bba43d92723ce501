// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import java.io.File;
import java.lang.reflect.Method;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs {@link OneCompletion} as a plug-in of a program that has its own copy of the libraries. */
final class InPlugin {

    private InPlugin() {}

    /** Argument: the plug-in's class path. */
    public static void main(String[] arguments) throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String entry : arguments[0].split(File.pathSeparator, -1)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        ClassLoader host = InPlugin.class.getClassLoader();
        try (ChildFirstLoader plugin = new ChildFirstLoader(urls.toArray(URL[]::new), host)) {
            Method main = plugin.loadClass(OneCompletion.class.getName()).getMethod("main", String[].class);
            main.setAccessible(true);
            main.invoke(null, (Object) new String[0]);
        }
    }
}
