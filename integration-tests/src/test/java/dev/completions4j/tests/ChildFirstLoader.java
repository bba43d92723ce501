// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/** A class loader that searches its own class path before its parent, like those of IDE plug-ins. */
final class ChildFirstLoader extends URLClassLoader {

    ChildFirstLoader(URL[] own, ClassLoader parent) {
        super(own, parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            try {
                return findClass(name);
            } catch (ClassNotFoundException notHere) {
                return super.loadClass(name, resolve);
            }
        }
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        List<URL> all = new ArrayList<>(Collections.list(findResources(name)));
        all.addAll(Collections.list(getParent().getResources(name)));
        return Collections.enumeration(all);
    }
}
