package org.chatmodels.architecture;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Reads Java sources with the JDK's own parser and tells a visitor of types and methods. */
final class SourceTree {
    /** What a rule hears of; lines are counted from the first to the last of the declaration, comments outside it not. */
    interface Visitor {
        default void type(Place place, boolean exposed, boolean documented) {}

        default void method(Place place, int lines, int parameters) {}
    }

    /** Where a declaration stands; {@code bound} if its parameters are a record's, or those of what it overrides. */
    record Place(Path file, String name, boolean bound) {
        @Override
        public String toString() {
            return House.root().relativize(file) + " " + name;
        }
    }

    private SourceTree() {}

    static void visit(List<Path> files, Visitor visitor) {
        parse(files, (unit, trees) -> new Scanner(unit, trees, visitor).scan(unit, null));
    }

    /** Every file, as the parser understands it. */
    static void parse(List<Path> files, BiConsumer<CompilationUnitTree, DocTrees> reader) {
        if (files.isEmpty()) {
            return;
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask)
                    compiler.getTask(null, manager, null, List.of(), null, manager.getJavaFileObjectsFromPaths(files));
            Iterable<? extends CompilationUnitTree> units = task.parse();
            DocTrees trees = DocTrees.instance(task);
            for (CompilationUnitTree unit : units) {
                reader.accept(unit, trees);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Scanner extends TreePathScanner<Void, Void> {
        private final CompilationUnitTree unit;
        private final DocTrees trees;
        private final Visitor visitor;
        private final Path file;

        Scanner(CompilationUnitTree unit, DocTrees trees, Visitor visitor) {
            this.unit = unit;
            this.trees = trees;
            this.visitor = visitor;
            this.file = Path.of(unit.getSourceFile().toUri());
        }

        @Override
        public Void visitClass(ClassTree type, Void nothing) {
            boolean exposed = type.getModifiers().getFlags().contains(Modifier.PUBLIC)
                    || type.getModifiers().getFlags().contains(Modifier.PROTECTED);
            boolean documented = trees.getDocComment(getCurrentPath()) != null;
            visitor.type(new Place(file, type.getSimpleName().toString(), false), exposed, documented);
            return super.visitClass(type, nothing);
        }

        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            boolean record =
                    getCurrentPath().getParentPath().getLeaf().getKind().name().equals("RECORD");
            boolean overrides = method.getModifiers().getAnnotations().stream()
                    .anyMatch(annotation ->
                            annotation.getAnnotationType().toString().equals("Override"));
            SourcePositions positions = trees.getSourcePositions();
            long first = unit.getLineMap().getLineNumber(positions.getStartPosition(unit, method));
            long last = unit.getLineMap().getLineNumber(positions.getEndPosition(unit, method));
            visitor.method(
                    new Place(file, method.getName().toString(), record || overrides),
                    (int) (last - first + 1),
                    method.getParameters().size());
            return super.visitMethod(method, nothing);
        }
    }
}
