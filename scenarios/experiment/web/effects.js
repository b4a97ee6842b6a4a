'use strict';

// Main effects: the mean at each level of a factor, factors side by side on one scale.

const kFactorsInRow = 4;
const kEffectHeight = 230;

// Where the plot of a factor stands, in percent of the width and in pixels.
function effect_grid(i, count) {
  const columns = Math.min(count, kFactorsInRow);
  const width = 100 / columns;
  const left = 4 + (i % columns) * (96 / columns);
  return {left: `${left}%`, width: `${width * 0.96 - 6 / columns - 2}%`,
          top: 34 + Math.floor(i / columns) * kEffectHeight, height: kEffectHeight - 84};
}

function upright_whisker(levels) {
  return (params, api) => {
    const level = levels[params.dataIndex];
    if (level.mean === null) return null;
    const at = api.coord([params.dataIndex, level.mean]);
    const parts = [];
    if (level.half !== null && level.half > 0) {
      const ends = [level.mean - level.half, level.mean + level.half]
          .map((value) => api.coord([params.dataIndex, value])[1]);
      const line = (x1, y1, x2, y2) => ({type: 'line', shape: {x1, y1, x2, y2},
                                         style: {stroke: '#3b7dbf', lineWidth: 2}});
      parts.push(line(at[0], ends[0], at[0], ends[1]),
                 ...ends.map((end) => line(at[0] - 4, end, at[0] + 4, end)));
    }
    parts.push({type: 'circle', shape: {cx: at[0], cy: at[1], r: 4}, style: {fill: '#3b7dbf'}});
    return {type: 'group', children: parts};
  };
}

function draw_effects(data, kpi) {
  const unit = unit_of(kpi, data.result.variants);
  const effects = data.result.effects.filter((effect) => effect.kpi === kpi.id)
      .sort((a, b) => (b.range ?? 0) - (a.range ?? 0))
      .map((effect) => ({...effect, levels: effect.levels.map((level) => ({
        value: level.value, figure: level,
        mean: level.mean === null ? null : level.mean * unit.factor,
        half: level.half_width === null ? null : level.half_width * unit.factor}))}));
  const all = effects.flatMap((effect) => effect.levels);
  if (all.every((level) => level.mean === null)) return nothing('effects', 'No data.');
  const limits = bounds(all, []);
  const ordinate = value_axis(unit, limits, false);
  const columns = Math.min(effects.length, kFactorsInRow);
  const room = by_id('effects').clientWidth / columns * 0.8;
  draw(chart_in('effects', 20 + kEffectHeight * Math.ceil(effects.length / columns)), {
    tooltip: {confine: true, formatter: (point) => effect_tooltip(effects, point, kpi, unit)},
    grid: effects.map((_, i) => effect_grid(i, effects.length)),
    xAxis: effects.map((effect, i) => ({
      type: 'category', gridIndex: i, data: effect.levels.map((level) => level.value), ...axis,
      splitLine: {show: false}, name: effect.factor, nameLocation: 'middle', nameGap: 26,
      nameTextStyle: {color: kInk, fontWeight: 600, width: room, overflow: 'truncate'},
      axisLabel: {color: kSoft, hideOverlap: true, overflow: 'truncate',
                  width: Math.max(30, room / effect.levels.length)}})),
    yAxis: effects.map((_, i) => ({
      ...ordinate, gridIndex: i, nameLocation: 'end', nameGap: 10,
      name: i % columns === 0 ? ordinate.name : '',
      axisLabel: {...ordinate.axisLabel, show: i % columns === 0}})),
    series: effects.flatMap((effect, i) => {
      const points = effect.levels.map((level) => level.mean ?? '-');
      const place = {xAxisIndex: i, yAxisIndex: i};
      return [{type: 'line', ...place, symbol: 'none', silent: true, data: points,
               lineStyle: {color: '#9db8d6', width: 2}},
              {type: 'custom', ...place, name: String(i), z: 3,
               renderItem: upright_whisker(effect.levels),
               data: points}];
    }),
  });
}

function effect_tooltip(effects, point, kpi, unit) {
  const effect = effects[Number(point.seriesName)];
  const level = effect.levels[point.dataIndex];
  return `<b>${escaped(effect.factor)}: ${escaped(level.value)}</b><br>${escaped(kpi.id)} ` +
      interval_text(level.figure, unit) + escaped(unit_text(unit));
}

function effects_about(result) {
  const about = 'The mean over all variants of the grid that have a level; the factor with the ' +
      'largest effect comes first.';
  return !result.resolution ? about : `${about} The grid is a fraction of resolution ` +
      `${number(result.resolution)}: ${result.resolution === 3 ?
          'an effect may be that of two other factors together.' :
          'no effect is mixed up with that of two factors together.'}`;
}

function show_effects(data) {
  const {result} = data;
  const has = Boolean(result.effects) && result.effects.length > 0;
  by_id('effects-panel').hidden = !has;
  if (!has) return;
  by_id('effects-about').textContent = effects_about(result);
  choose_kpi('effects-kpi', data, (kpi) => draw_effects(data, kpi));
}
