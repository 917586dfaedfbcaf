package org.chatmodels.reliability;

import java.util.ArrayList;
import java.util.List;

/** All rows, in the order of the catalogue. */
final class Catalogue {
    /** Letters, and how many cases each has. */
    private static final String[] SIZES = {"A12", "B11", "C12", "D13", "E18", "F8", "G17", "H17", "I8", "J6", "K6", "L6"
    };

    private Catalogue() {}

    static List<String> ids() {
        List<String> ids = new ArrayList<>();
        for (String size : SIZES) {
            int count = Integer.parseInt(size.substring(1));
            for (int number = 1; number <= count; number++) {
                ids.add(size.substring(0, 1) + number);
            }
        }
        return ids;
    }

    static List<Fault> faults() {
        return all(
                ConnectFaults.cases(),
                TlsFaults.cases(),
                HeadFaults.cases(),
                BodyFaults.cases(),
                StreamFaults.cases(),
                CallFaults.cases(),
                ReaderFaults.cases(),
                RateFaults.cases(),
                CancelFaults.cases(),
                FutureFaults.cases(),
                LoadFaults.cases(),
                LocationFaults.cases(),
                SecretFaults.cases(),
                ExhaustionFaults.cases(),
                CloseFaults.cases());
    }

    static List<Remark> remarks() {
        List<Remark> all = new ArrayList<>();
        all.addAll(ConnectFaults.remarks());
        all.addAll(TlsFaults.remarks());
        all.addAll(HeadFaults.remarks());
        all.addAll(BodyFaults.remarks());
        all.addAll(StreamFaults.remarks());
        all.addAll(ReaderFaults.remarks());
        all.addAll(RateFaults.remarks());
        all.addAll(CancelFaults.remarks());
        all.addAll(LoadFaults.remarks());
        all.addAll(LocationFaults.remarks());
        all.addAll(SecretFaults.remarks());
        all.addAll(ExhaustionFaults.remarks());
        all.addAll(CloseFaults.remarks());
        return all;
    }

    @SafeVarargs
    static List<Fault> all(List<Fault>... parts) {
        List<Fault> all = new ArrayList<>();
        for (List<Fault> part : parts) {
            all.addAll(part);
        }
        return all;
    }
}
