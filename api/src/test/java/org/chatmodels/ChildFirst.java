package org.chatmodels;

import java.net.URL;
import java.net.URLClassLoader;

/** Looks into its own jars first and asks its parent only for what they lack, as web applications do. */
final class ChildFirst extends URLClassLoader {
    ChildFirst(ClassLoader parent, URL... jars) {
        super(jars, parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            return known == null ? own(name, resolve) : known;
        }
    }

    private Class<?> own(String name, boolean resolve) throws ClassNotFoundException {
        try {
            return findClass(name);
        } catch (ClassNotFoundException e) {
            return super.loadClass(name, resolve);
        }
    }

    @Override
    public URL getResource(String name) {
        URL own = findResource(name);
        return own == null ? super.getResource(name) : own;
    }
}
