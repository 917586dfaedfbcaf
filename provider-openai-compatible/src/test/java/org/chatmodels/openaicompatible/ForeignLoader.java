package org.chatmodels.openaicompatible;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** An application of its own inside this JVM: it has its own copies of the classes whose names begin so. */
final class ForeignLoader extends URLClassLoader {
    private final List<String> own;

    ForeignLoader(String... own) throws MalformedURLException {
        super(classPath(), ForeignLoader.class.getClassLoader());
        this.own = List.of(own);
    }

    private static URL[] classPath() throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        String all =
                System.getProperty("java.class.path") + File.pathSeparator + System.getProperty("jdk.module.path", "");
        for (String entry : all.split(File.pathSeparator)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        return urls.toArray(new URL[0]);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (own.stream().noneMatch(name::startsWith)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            return known == null ? findClass(name) : known;
        }
    }

    /** Runs a function of that class, as this loader has it, with this as context loader. */
    @SuppressWarnings("unchecked")
    <A, B> B call(Class<? extends Function<A, B>> type, A argument) throws ReflectiveOperationException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(this);
        try {
            Class<?> copy = loadClass(type.getName());
            return ((Function<A, B>) copy.getDeclaredConstructor().newInstance()).apply(argument);
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
