import type { Owner } from '../owner.ts';
import { type Panel, panelGroups } from './panels.ts';
import { scopeOf } from './scope.ts';

type Dashed = Pick<Owner, 'name' | 'namespace' | 'spec' | 'uid'>;

const datasource = { type: 'prometheus', uid: '$datasource' };
/** Grafana divides the width into 24 columns. */
const columns = 24;
const panelHeight = 7;

/**
 * The dashboard of one world as Grafana reads it: a row for each group, and the data source to choose.
 * Source: https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model
 */
export const dashboard = (owner: Dashed) => ({
  uid: owner.uid,
  title: `SpaceTime: ${owner.namespace}/${owner.name}`,
  tags: ['spacetime'],
  schemaVersion: 39,
  editable: false,
  refresh: '30s',
  time: { from: 'now-1h', to: 'now' },
  templating: {
    list: [{ name: 'datasource', label: 'Prometheus', type: 'datasource', query: 'prometheus' }],
  },
  panels: panelsOf(owner),
});

function panelsOf(owner: Dashed): readonly object[] {
  const groups = Object.entries(panelGroups(scopeOf(owner).world));
  let y = 0;
  return groups.flatMap(([title, panels], group) => {
    const width = panels.length % 4 === 0 ? columns / 4 : columns / 3;
    const row = {
      id: group * 100,
      type: 'row',
      title,
      collapsed: false,
      panels: [],
      gridPos: { x: 0, y, w: columns, h: 1 },
    };
    const placed = panels.map((panel, i) => ({
      id: group * 100 + i + 1,
      ...panelOf(panel),
      gridPos: {
        x: (i * width) % columns,
        y: y + 1 + Math.floor((i * width) / columns) * panelHeight,
        w: width,
        h: panelHeight,
      },
    }));
    y += 1 + Math.ceil((panels.length * width) / columns) * panelHeight;
    return [row, ...placed];
  });
}

const panelOf = ({ title, unit = 'short', type, queries }: Panel) => ({
  type: type ?? 'timeseries',
  title,
  datasource,
  fieldConfig: { defaults: { unit, ...(!type && { min: 0 }) }, overrides: [] },
  ...(type && { options: { textMode: 'name', reduceOptions: { calcs: ['lastNotNull'] } } }),
  targets: queries.map(([expr, legendFormat], i) => ({
    refId: String.fromCharCode(65 + i),
    datasource,
    expr,
    legendFormat,
  })),
});
