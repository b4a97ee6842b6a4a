#pragma once

#include <map>
#include <string>

// A fab of three tool families in the tables of SMT2020: our own numbers, every feature of the
// format once. Cells are written with bars between them here and with tabs in the files.
namespace planttwin::testing {

using FabFiles = std::map<std::string, std::string>;

inline std::string tabbed(std::string table) {
  for (char& c : table) {
    if (c == '|') c = '\t';
  }
  return table;
}

inline FabFiles small_fab_routes() {
  return {
      {"route_a.txt",
       "ROUTE|STEP|DESC|STNFAM|PDIST|PTIME|PTIME2|PTUNITS|PTPER|BATCHMN|BATCHMX|SETUP|WHEN|STIME|"
       "STUNITS|SVESTN|FORSTEP|BatchInterval|BatchIntUnits|PartInterval|PartIntUnits|RWKSTEP|"
       "REWORK|RWKTYPE|StepPercent|STEP_CQT|CQT|CQTUNITS|IGNORE\n"
       "r_a|10|coat|TRACK|uniform|0.852|0.0426|min|per_piece|||||||||||0.6|min||||||||\n"
       "r_a|20|expose|TRACK|constant|1.5||min|per_piece|||||||yes|50||||||||||||\n"
       "r_a|30|bake|OVEN|normal|2|0.25|hr|per_batch|50|75|||||||||||||||40|2|hr|\n"
       "r_a|40|implant|IMPLANT|exponential|20||min|per_lot|||B11|need||||||||||||||||\n"
       "r_a|50|expose again|TRACK|uniform|30|10|min|per_lot|||||||||12.5|min|||20|1.7|lot|25||||\n"
       "r_a|60|implant again|IMPLANT|constant|30||sec|per_piece|||P31|need|15|min||||||||||||||\n"},
      {"route_b.txt",
       "ROUTE|STEP|DESC|STNFAM|PDIST|PTIME|PTIME2|PTUNITS|PTPER|BATCHMN|BATCHMX|SETUP|WHEN|STIME|"
       "STUNITS|SVESTN|FORSTEP|BatchInterval|BatchIntUnits|PartInterval|PartIntUnits|RWKSTEP|"
       "REWORK|RWKTYPE|StepPercent|STEP_CQT|CQT|CQTUNITS\n"
       "r_b|1|implant|IMPLANT|constant|10||min|per_lot|||As75|need||||||||||||||||\n"
       "r_b|2|coat|TRACK|constant|12||min|per_lot||||||||||||||||100|||\n"}};
}

inline FabFiles small_fab() {
  FabFiles files{
      {"tool.txt.1l",
       "STNFAM|STN|RULE|WAKERESRANK|BATCHPER|LTIME|LTUNITS|ULTIME|ULTUNITS|STNCAP|STNQTY|STNGRP|"
       "STNFAMLOC\n"
       "OVEN|OVEN|rule_FIRST||piece|1.0|min|2.0|min||2.0|Heat|Bay\n"
       "TRACK|TRACK|rule_FIRST|||30|sec|30|sec|2.0|3.0|Litho|Bay\n"
       "IMPLANT|IMPLANT|rule_FIRST|wake_LeastSetupTime||0.0|min|0.0|min||1|Beam|Annex\n"},
      {"part.txt",
       "PARTGRP|PART|ROUTEFILE|ROUTE\n"
       "Memory|part_a|route_a.txt|r_a\n"
       "Logic|part_b|route_b.txt|r_b\n"},
      {"setup.txt",
       "CURSETUP|NEWSETUP|STIME|STUNITS|IGNORE\n"
       "|B11|30|min|Beam\n"
       "B11|P31|20|min|Beam\n"
       "|As75|45|min|Beam\n"},
      {"setupgrp.txt",
       "SETUPGRP|SETUP|MINRUN|IGNORE\n"
       "Ions|B11|4|Beam\n"
       "|As75|3|Beam\n"},
      {"fromto.txt",
       "FROMLOC|TOLOC|DDIST|DTIME|DTIME2|DUNITS\n"
       "Bay|Bay|uniform|7.5|2.5|min\n"
       "Bay|Annex|constant|12||min\n"},
      {"order.txt",
       "LOT|PART|PRIOR|PIECES|START|RDIST|REPEAT|RUNITS|RPT#|LOTSPERRPT|DUE|HOTLOT\n"
       "Lot_A|part_a|10|25|03/05/19 00:00:00|constant|90|min|1000|1|03/15/19 12:00:00|no\n"
       "Lot_B|part_b|20|25|03/04/19 06:00:00|exponential|1|day|50|2|03/08/19 06:00:00|no\n"
       "Trial|part_a|30|5|03/06/19 00:00:00|||||1|03/07/19 00:00:00|no\n"},
      {"WIP.txt",
       "LOT|PART|PRIOR|PIECES|START|CURSTEP|DUE|HOTLOT|TRACE\n"
       "Init_Lot_A_1|part_a|10|25|03/04/19 06:00:00|30|03/10/19 00:00:00\n"
       "Init_Lot_B_1|part_b|20|20|03/04/19 06:00:00|2|03/06/19 12:30:15||\n"},
      {"downcal.txt",
       "DOWNCALNAME|DOWNCALTYPE|MTTFDIST|MTTF|MTTFUNITS|MTTRDIST|MTTR|MTTRUNITS|IGNORE\n"
       "BREAK_Heat|mttf_by_cal|exponential|7|day|exponential|3|hr|Heat\n"},
      {"pmcal.txt",
       "PMCALNAME|PMCALTYPE|MTBPM|MTBPMUNITS|MTTRDIST|MTTR|MTTR2|MTTRUNITS\n"
       "OVEN_clean|mtbpm_by_cal|7|day|uniform|6|2|hr\n"
       "TRACK_rinse|mtbpm_by_pieces|2000|pieces|constant|90||min\n"},
      {"attach.txt",
       "CALNAME|CALTYPE|RESTYPE|RESNAME|FOADIST|FOA|FOAUNITS\n"
       "BREAK_Heat|down|stngrp|Heat|exponential|2|day\n"
       "OVEN_clean|pm|stnfam|OVEN|constant|3.5|day\n"
       "TRACK_rinse|pm|stnfam|TRACK|constant|1800|\n"}};
  files.merge(small_fab_routes());
  for (auto& [name, text] : files) text = tabbed(std::move(text));
  return files;
}

}  // namespace planttwin::testing
