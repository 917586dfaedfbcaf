package org.chatmodels.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.properties.HasModifiers;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The arrows of the house, and what must never be. */
class ArrowsTest {
    private static final String[] API = {"org.chatmodels", "org.chatmodels.provider"};
    private static final String HTTP = "org.apache.hc..";
    private static final String JACKSON = "com.fasterxml.jackson..";

    private static JavaClasses house;

    @BeforeAll
    static void readTheClasses() {
        List<Path> folders = House.MODULES.stream()
                .map(module -> House.module(module).resolve("target/classes"))
                .filter(java.nio.file.Files::isDirectory)
                .toList();
        house = new ClassFileImporter().importPaths(folders);
    }

    /** Of the JDK's own packages that of Flight Recorder alone. */
    @Test
    void theApiNeedsTheJdkAndSlf4jOnly() {
        mayDependOn(API, "org.slf4j..", "jdk.jfr");
    }

    /** A run-time image may lack it, so whoever else touched it would break there. */
    @Test
    void onlyTheRecorderOfCallsKnowsFlightRecorder() {
        noClasses()
                .that()
                .haveNameNotMatching("org\\.chatmodels\\.(CallListeners|CallRecorder(\\$.*)?)")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jdk.jfr..")
                .check(house);
    }

    @Test
    void theKitNeedsTheApiAndItsLibrariesOnly() {
        mayDependOn(
                new String[] {"org.chatmodels.spi.."},
                "org.chatmodels",
                "org.chatmodels.provider",
                HTTP,
                JACKSON,
                "org.slf4j..");
    }

    @Test
    void providersKnowTheKitAndNotEachOther() {
        String[] kit = {"org.chatmodels", "org.chatmodels.provider", "org.chatmodels.spi"};
        mayDependOn(new String[] {"org.chatmodels.openaicompatible.."}, kit);
        mayDependOn(new String[] {"org.chatmodels.ollama.."}, kit);
        mayDependOn(
                new String[] {"org.chatmodels.openrouter.."},
                "org.chatmodels",
                "org.chatmodels.provider",
                "org.chatmodels.spi",
                "org.chatmodels.openaicompatible");
    }

    @Test
    void inProcessProvidersNeedTheApiAlone() {
        mayDependOn(new String[] {"org.chatmodels.demo.."}, API);
        mayDependOn(new String[] {"org.chatmodels.examples.eliza.."}, API);
    }

    @Test
    void theGatewayNeedsTheApiAndJackson() {
        mayDependOn(new String[] {"org.chatmodels.gateway.."}, "org.chatmodels", JACKSON, "com.sun.net.httpserver");
    }

    @Test
    void theTestkitNeedsTheApiAndJunit() {
        mayDependOn(
                new String[] {"org.chatmodels.testkit.."},
                "org.chatmodels",
                "org.chatmodels.provider",
                "org.junit.jupiter..",
                "org.junit.platform..",
                "org.opentest4j..",
                "com.sun.management..");
    }

    @Test
    void theCommandLineKnowsNoProvider() {
        mayDependOn(
                new String[] {"org.chatmodels.cli.."},
                "org.chatmodels",
                "org.chatmodels.provider",
                "org.chatmodels.gateway",
                JACKSON,
                "picocli..");
    }

    @Test
    void onlyTheTransportKnowsHttpClient() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.chatmodels.spi.http..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(HTTP)
                .check(house);
    }

    @Test
    void noPublicSignatureNamesJacksonOrHttpClient() {
        methods()
                .that()
                .arePublic()
                .and()
                .areDeclaredInClassesThat()
                .arePublic()
                .and()
                .areDeclaredInClassesThat()
                .resideOutsideOfPackage("org.chatmodels.spi.http..")
                .should(nameNoLibraryType())
                .check(house);
    }

    /** The command's entry point reads it once and hands it to the registry, as any application may. */
    @Test
    void onlyTheRegistryReadsTheEnvironment() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("org.chatmodels.ChatModelRegistry$Builder")
                .and()
                .doNotHaveFullyQualifiedName("org.chatmodels.ChatModelRegistry")
                .and()
                .doNotHaveFullyQualifiedName("org.chatmodels.cli.Main")
                .should()
                .callMethod(System.class, "getenv", String.class)
                .orShould()
                .callMethod(System.class, "getenv")
                .check(house);
    }

    @Test
    void nothingStaticChanges() {
        fields().that().areStatic().should().beFinal().check(house);
        noFields()
                .that()
                .areStatic()
                .and()
                .areDeclaredInClassesThat()
                .doNotHaveSimpleName("DefaultRegistries")
                .should()
                .haveRawType(mutableHolder())
                .check(house);
    }

    @Test
    void nothingReflectsWherePlainCallsDo() {
        noClasses()
                .should()
                .callMethod(Class.class, "forName", String.class)
                .orShould()
                .callMethod(java.lang.reflect.Method.class, "invoke", Object.class, Object[].class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(java.lang.reflect.Proxy.class)
                .check(house);
    }

    @Test
    void noRoomIsSharedAndNoNameIsEmpty() {
        noClasses()
                .should()
                .resideInAnyPackage("..utils..", "..util..", "..common..", "..core..", "..helper..", "..helpers..")
                .check(house);
        noClasses()
                .should()
                .haveNameMatching(".*(Impl|Manager|Helper|Helpers|Util|Utils|DTO|Dto)")
                .orShould()
                .haveNameMatching(".*\\.Abstract[A-Z].*")
                .check(house);
    }

    @Test
    void onlyTheCommandLineEndsTheJvm() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("org.chatmodels.cli.Main")
                .should()
                .callMethod(System.class, "exit", int.class)
                .check(house);
    }

    /** Whatever is in {@code packages} depends on itself, on the JDK's public packages and on {@code others}. */
    private static void mayDependOn(String[] packages, String... others) {
        DescribedPredicate<JavaClass> own = resideInAnyPackage(packages);
        DescribedPredicate<JavaClass> allowed = own.or(resideInAnyPackage("java..", "javax..", "org.jspecify.."))
                .or(resideInAnyPackage(others));
        classes()
                .that(own)
                .should()
                .onlyDependOnClassesThat(allowed.or(primitive()))
                .allowEmptyShould(true)
                .check(house);
    }

    private static DescribedPredicate<JavaClass> primitive() {
        return DescribedPredicate.describe("primitive or array", type -> type.isPrimitive() || type.isArray());
    }

    private static DescribedPredicate<JavaClass> mutableHolder() {
        return DescribedPredicate.describe(
                "made to be changed",
                type -> type.getPackageName().startsWith("java.util.concurrent")
                                && !type.getSimpleName().equals("TimeUnit")
                        || type.isEquivalentTo(ThreadLocal.class)
                        || type.isEquivalentTo(java.util.WeakHashMap.class)
                        || type.isEquivalentTo(java.util.HashMap.class)
                        || type.isEquivalentTo(java.util.ArrayList.class)
                        || type.isEquivalentTo(StringBuilder.class));
    }

    private static ArchCondition<JavaMethod> nameNoLibraryType() {
        DescribedPredicate<JavaClass> library = resideInAnyPackage(HTTP, JACKSON);
        return new ArchCondition<>("name no type of Jackson or HttpClient") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                boolean clean = not(library).test(method.getRawReturnType().getBaseComponentType())
                        && method.getRawParameterTypes().stream().noneMatch(library)
                        && HasModifiers.Predicates.modifier(JavaModifier.PUBLIC).test(method);
                events.add(new SimpleConditionEvent(method, clean, method.getFullName()));
            }
        };
    }
}
