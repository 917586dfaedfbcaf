package org.chatmodels.architecture;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.TreeScanner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The codes that the main sources give to errors of the configuration family: what stands as the code where such an
 * exception is made, and as the first argument of methods that take one as {@code code} to make it.
 */
final class ThrownCodes {
    private static final Set<String> FAMILY =
            Set.of("ConfigurationException", "MissingKeyException", "ProviderLoadException");

    private final Set<String> makers = new TreeSet<>();
    private final Set<String> codes = new TreeSet<>();
    private final List<String> without = new ArrayList<>();

    private ThrownCodes() {}

    /** Of all modules. */
    static ThrownCodes read() {
        List<Path> sources = new ArrayList<>();
        for (String module : House.MODULES) {
            sources.addAll(House.mainSources(module));
        }
        return of(sources);
    }

    static ThrownCodes of(List<Path> sources) {
        ThrownCodes thrown = new ThrownCodes();
        List<CompilationUnitTree> units = new ArrayList<>();
        SourceTree.parse(sources, (unit, trees) -> units.add(unit));
        for (int known = -1; known < thrown.makers.size(); ) {
            known = thrown.makers.size();
            units.forEach(unit -> thrown.new Reader().scan(unit, null));
        }
        thrown.without.clear();
        units.forEach(unit -> thrown.new Reader().scan(unit, null));
        return thrown;
    }

    Set<String> codes() {
        return codes;
    }

    /** Where one is made without a code. */
    List<String> without() {
        return without;
    }

    private final class Reader extends TreePathScanner<Void, Void> {
        @Override
        public Void visitNewClass(NewClassTree made, Void nothing) {
            if (FAMILY.contains(made.getIdentifier().toString())) {
                List<String> found = new ArrayList<>();
                codeOf(made.getArguments().get(0), found);
                new TreeScanner<Void, Void>() {
                    @Override
                    public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
                        if (!call.getArguments().isEmpty()) {
                            codeOf(call.getArguments().get(0), found);
                        }
                        return super.visitMethodInvocation(call, nothing);
                    }
                }.scan(made.getArguments(), null);
                note(found, made);
            }
            return super.visitNewClass(made, nothing);
        }

        @Override
        public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
            ExpressionTree method = call.getMethodSelect();
            String name = method instanceof MemberSelectTree select
                    ? select.getExpression() + "." + select.getIdentifier()
                    : typeName() + "." + method;
            if (makers.contains(name)) {
                List<String> found = new ArrayList<>();
                codeOf(call.getArguments().get(0), found);
                note(found, call);
            }
            return super.visitMethodInvocation(call, nothing);
        }

        private void note(List<String> found, Tree where) {
            if (found.isEmpty()
                    && !(where.toString().contains("details()") && typeName().startsWith("Conf"))) {
                without.add(typeName() + ": " + where);
            }
            for (String code : found) {
                if (!code.equals("code")) {
                    codes.add(code);
                } else if (takesCode()) {
                    makers.add(typeName() + "." + method().getName());
                } else {
                    codes.addAll(assigned());
                }
            }
        }

        private boolean takesCode() {
            return !method().getParameters().isEmpty()
                    && method().getParameters().get(0).getName().contentEquals("code");
        }

        /** What a variable {@code code} of this method may hold. */
        private Set<String> assigned() {
            List<String> found = new ArrayList<>();
            new TreeScanner<Void, Void>() {
                @Override
                public Void visitVariable(VariableTree variable, Void nothing) {
                    if (variable.getName().contentEquals("code")) {
                        codeOf(variable.getInitializer(), found);
                    }
                    return super.visitVariable(variable, nothing);
                }

                @Override
                public Void visitAssignment(AssignmentTree assignment, Void nothing) {
                    if (assignment.getVariable().toString().equals("code")) {
                        codeOf(assignment.getExpression(), found);
                    }
                    return super.visitAssignment(assignment, nothing);
                }
            }.scan(method(), null);
            return new TreeSet<>(found);
        }

        private MethodTree method() {
            Tree tree = getCurrentPath().getLeaf();
            for (var path = getCurrentPath(); !(tree instanceof MethodTree); tree = path.getLeaf()) {
                path = path.getParentPath();
            }
            return (MethodTree) tree;
        }

        private String typeName() {
            Tree tree = getCurrentPath().getLeaf();
            for (var path = getCurrentPath(); !(tree instanceof ClassTree); tree = path.getLeaf()) {
                path = path.getParentPath();
            }
            return ((ClassTree) tree).getSimpleName().toString();
        }
    }

    /** Literals that look like a code, and the name {@code code} for one that is handed on; a message is neither. */
    private static void codeOf(Tree expression, List<String> found) {
        if (expression instanceof LiteralTree literal && literal.getValue() instanceof String text) {
            if (text.matches("[a-z]+(_[a-z]+)+")) {
                found.add(text);
            }
        } else if (expression instanceof IdentifierTree name && name.getName().contentEquals("code")) {
            found.add("code");
        } else if (expression instanceof com.sun.source.tree.ConditionalExpressionTree either) {
            codeOf(either.getTrueExpression(), found);
            codeOf(either.getFalseExpression(), found);
        }
    }
}
