#pragma once

// What the help of each command ends with: examples and exit codes.
namespace planttwin::scenario {

inline constexpr const char* kProgramExamples =
    "\nExamples:\n"
    "  planttwin check scenarios/library/01_one_machine/scenario.json\n"
    "  planttwin run scenarios/library/02_unreliable_line/scenario.json\n"
    "  planttwin run --help\n"
    "\nExit codes: 0 done and all expectations met; 1 done, but an expectation or a comparison\n"
    "failed or the plant deadlocked or was stopped; 2 bad input, nothing was written; 3 a "
    "connected system\n"
    "failed; 4 an internal error, or results could not be written.\n";

inline constexpr const char* kCheckExamples =
    "\nExamples:\n"
    "  planttwin check plant.json                   every error, with line, column and pointer\n"
    "  planttwin check scenarios/library/*/*.json\n"
    "  planttwin check stack.json mapping.json      the ways to real systems, programs compiled\n"
    "  planttwin check export.json                  how an export of an ERP is read\n"
    "  planttwin check gates.json                   what planttwin compare tolerates\n"
    "  planttwin check faults.json                  what planttwin drive is to break on purpose\n"
    "  planttwin check --json plant.json            errors for an editor or a script\n";

inline constexpr const char* kRunExamples =
    "\nExamples:\n"
    "  planttwin run scenario.json                  results in runs/<scenario>/<seed>/\n"
    "  planttwin run scenario.json --seed 7 --until '7 d'\n"
    "  planttwin run scenario.json --set /plant/work_centers/LATHE/machines=3\n"
    "  planttwin run scenario.json --trace none --json | jq .kpis\n"
    "  planttwin run scenario.json --save-state monday.state --at '7 d'\n"
    "  planttwin run scenario.json --from-state monday.state --out runs/from_monday\n"
    "\nIn pointers, elements of a list are named by their id; --set may be given several times.\n"
    "Ctrl-C ends a run cleanly with what was done so far.\n";

inline constexpr const char* kExperimentExamples =
    "\nExamples:\n"
    "  planttwin experiment experiment.json             on all cores, results in "
    "runs/<experiment>/\n"
    "  planttwin experiment experiment.json --jobs 4 --json | jq .variants\n"
    "  planttwin experiment experiment.json --resume    goes on after anything\n"
    "  mpirun -n 64 planttwin experiment experiment.json    on several machines\n"
    "\nReplication i has the same seed in every variant, so variants are compared under the same\n"
    "luck. Results do not depend on the number of jobs, nor on interruptions. Exit codes: 0 done;\n"
    "1 not as precise or certain as was asked for, or stopped; 2 bad input; 3 the store can't be\n"
    "reached; 4 a replication crashed three times, or results could not be written.\n";

inline constexpr const char* kCompareExamples =
    "\nExamples:\n"
    "  planttwin compare baseline/experiment.json runs/line     1 when anything is worse\n"
    "  planttwin compare baseline runs/line --tolerance 0.01 --tolerance throughput=0.02\n"
    "  planttwin compare baseline runs/line --gates gates.json --out compared\n"
    "  planttwin compare old/result.json runs/press/1 --json | jq .counts\n"
    "\nBoth are result.json of a run, or experiment.json of an experiment, or the folder of one.\n"
    "Replications of the same seed are compared in pairs, others by Welch's intervals; --alpha is\n"
    "the probability of a false alarm in all figures together. Single runs are compared figure by\n"
    "figure. What the base has and the candidate lacks is worse.\n";

inline constexpr const char* kOptimizeExamples =
    "\nExamples:\n"
    "  planttwin optimize study.json             on all cores, results in runs/<study>/\n"
    "  planttwin optimize study.json --jobs 4 --json | jq .front\n"
    "  planttwin optimize study.json --resume    goes on after anything\n"
    "\nWhen the budget of runs is enough for all points they are all run; otherwise pagmo "
    "searches.\n"
    "Results do not depend on the number of jobs, nor on interruptions. Exit codes: 0 done; 1 no\n"
    "point keeps to the constraints, or stopped; 2 bad input; 3 the store can't be reached; 4 a "
    "run\n"
    "crashed three times, or results could not be written.\n";

inline constexpr const char* kReportExamples =
    "\nExamples:\n"
    "  planttwin report runs/02_unreliable_line/1   report.html and junit.xml anew\n"
    "  planttwin report runs/help_for_the_line      of an experiment: report.html anew\n";

inline constexpr const char* kExportExamples =
    "\nExamples:\n"
    "  planttwin export ocel runs/02_unreliable_line/1      writes ocel.sqlite beside the log\n";

inline constexpr const char* kServeExamples =
    "\nExamples:\n"
    "  planttwin serve erp --scenario scenarios/library/05_batch_plant/scenario.json\n"
    "  planttwin serve erp --scenario scenario.json --port 0 --db books.sqlite --json\n"
    "  planttwin serve erp --plant plant.json --keys keys.json --rate 500\n"
    "  planttwin serve erp --scenario scenario.json --defect loses_posting=0.01\n"
    "  planttwin serve erp --scenario scenario.json --log erp.jsonl\n"
    "\nEvery message is kept in the file before it is booked; a killed server goes on where it "
    "was.\nKeys of the file: [{\"key_sha256\": \"...\", \"role\": \"viewer\"}, {\"key\": \"...\", "
    "\"role\":\n\"operator\"}]; PLANTTWIN_ERP_KEY holds an operator's key. Without any a key is "
    "made "
    "and\nprinted. GET /openapi.json describes the interface, GET /metrics has figures for\n"
    "Prometheus. Ctrl-C ends the server.\n";

inline constexpr const char* kImportExamples =
    "\nExamples:\n"
    "  planttwin import jobshop ft10.txt --out ft10         writes ft10/plant.json and "
    "scenario.json\n"
    "  planttwin import jobshop jobshop1.txt --instance la16 --dispatch mwkr --out la16.json\n"
    "  planttwin run la16.json\n"
    "  planttwin import smt2020 SMT2020_HVLM --out hvlm.json        every table of the folder\n"
    "  planttwin import smt2020 SMT2020_HVLM --dispatch cr --days 180 --out hvlm\n";

inline constexpr const char* kDriveExamples =
    "\nExamples:\n"
    "  planttwin drive scenario.json --stack stack.json              in real time\n"
    "  planttwin drive scenario.json --stack stack.json --speed 60   a minute in a second\n"
    "  planttwin drive scenario.json --stack stack.json --speed max --manage\n"
    "  planttwin drive scenario.json --stack stack.json --allow-write erp-test.example.com\n"
    "  planttwin drive scenario.json --stack stack.json --manage --find-headroom --step \"30 s\"\n"
    "  planttwin drive scenario.json --stack stack.json --metrics 9464 --log drive.jsonl\n"
    "  planttwin drive scenario.json --stack stack.json --speed max --manage --faults plan.json\n"
    "\n--speed lockstep lets the plant go on only when all that it has reported is acknowledged;\n"
    "max lets it go as fast as the stack takes what it reports. --manage starts the parts that\n"
    "the stack file names, and stops them. Ctrl-C stops the plant, waits for what is under way,\n"
    "and reports; the same command goes on where the run was stopped or killed. Meanwhile\n"
    "planttwin-view of the folder of results shows the plant as it is.\n";

inline constexpr const char* kChecklistExamples =
    "\nExamples:\n"
    "  planttwin checklist runs/12_real_erp/*                         writes checklist.html\n"
    "  planttwin checklist clean faults outage --out go-live.html\n"
    "\nEach kind of message, expectation, fault and defect: tested or not, how it went, and in "
    "which\n"
    "runs. The exit code is 1 when something that was tested is not as it should be.\n";

inline constexpr const char* kAuditLogExamples =
    "\nExamples:\n"
    "  planttwin audit-log verify runs/12_real_erp/tryton-1/live/audit.log --key-file audit.key\n"
    "  planttwin audit-log verify audit.log --key-file audit.key --head kept/audit.log.head\n"
    "\nExit codes: 0 every line is as it was written; 1 a line was changed, added, moved or is\n"
    "missing, and which; 2 a file can't be read.\n";

inline constexpr const char* kLintExamples =
    "\nExamples:\n"
    "  planttwin lint --stack stack.json                        with the file's \"openapi\"\n"
    "  planttwin lint --stack stack.json --openapi their.json\n"
    "  planttwin lint --stack stack.json --json | jq '.systems[].findings[]'\n"
    "\nSamples of all messages go through the mapping, samples of the described answers come "
    "back;\n"
    "nobody is called but for the document itself. Exit codes: 0 no error; 1 a message would be\n"
    "refused; 2 bad input; 3 the document can't be had.\n";

inline constexpr const char* kProbeExamples =
    "\nExamples:\n"
    "  planttwin probe scenario.json --stack stack.json            messages and calls, nothing "
    "sent\n"
    "  planttwin probe scenario.json --stack stack.json --write    sent and read back\n"
    "  planttwin probe scenario.json --stack stack.json --write --manage --json\n"
    "  planttwin probe scenario.json --stack stack.json --write --allow-write "
    "erp-test.example.com\n"
    "\nThe longest names, leading zeros, umlauts, all decimals and the hour that clocks show "
    "twice:\n"
    "which field was kept, changed, lost or refused. What is booked stays in the record. Exit "
    "codes:\n"
    "0 all came through; 1 something did not; 2 bad input; 3 the stack can't be reached or "
    "broke.\n";

inline constexpr const char* kStackCareExamples =
    "\nExamples:\n"
    "  planttwin stack reset runs/12_real_erp/tryton-1    as before its first message\n"
    "  planttwin stack clean runs/12_real_erp/tryton-1    databases, logs and ports of its parts\n"
    "\nOnly for parts that drive --manage has started, of a stack whose file says \"production\":\n"
    "false, while nobody drives the run; nothing outside live/parts is touched but what a run "
    "needs\n"
    "to go on, which a reset removes. Exit codes: 0 done; 2 refused, and nothing is removed; 3 a "
    "part\n"
    "does not come up; 4 a file can't be removed.\n";

inline constexpr const char* kReplayExamples =
    "\nExamples:\n"
    "  planttwin replay runs/12_real_erp/tryton-1     results anew in .../replay, and compared\n"
    "  planttwin replay from-a-colleague --scenario scenario.json --stack stack.json\n"
    "  planttwin replay --traffic proxy.har --scenario scenario.json --record documents.csv \\\n"
    "      --mapping export.json\n"
    "\n--traffic audits an export of a record against what a log of messages proves, which is "
    "that\n"
    "they were reported: docs/exports.md.\n";

inline constexpr const char* kReconcileExamples =
    "\nExamples:\n"
    "  planttwin reconcile runs/12_real_erp/tryton-1 --record documents.csv --mapping export.json\n"
    "  planttwin reconcile scenario.json --seed 7 --record documents.csv --mapping export.json\n"
    "  planttwin reconcile runs/12_real_erp/tryton-1 --record documents.csv --stock stock.csv \\\n"
    "      --mapping export.json --out audit\n"
    "\nThe mapping says how the files are written and how a line becomes a row of the record:\n"
    "docs/exports.md. What the files can't show is said in the result under \"not judged\". Exit\n"
    "codes: 0 nothing is wrong with the record; 1 findings against it, or an expectation failed;\n"
    "2 bad input.\n";

}  // namespace planttwin::scenario
