import type { MomentFormat, TextMoment } from './moment-format.js';

/** The pattern of a format for people: 'YYYY-MM-DD hh:mm:ss.fff'. */
export function describeMoment(format: MomentFormat): string {
  switch (format.form) {
    case 'text':
      return describeText(format);
    case 'epoch':
      return `${{ s: 'seconds', ms: 'milliseconds', us: 'microseconds' }[format.unit]} since 1970`;
    case 'julian':
      return 'Julian days';
    case 'year':
      return 'YYYY';
    case 'digits':
      return 'YYYYMMDD as a number';
  }
}

function describeText(format: TextMoment): string {
  const [day, month, hour] = format.padded ? ['DD', 'MM', 'hh'] : ['D', 'M', 'h'];
  const parts = {
    ymd: ['YYYY', month, day],
    dmy: [day, month, 'YYYY'],
    mdy: [month, day, 'YYYY'],
    ym: ['YYYY', month],
  };
  const date = format.date === null ? '' : parts[format.date].join(format.dateSeparator);
  if (format.time === 'none') return date;
  const colon = format.timeSeparator;
  const fraction = format.fraction > 0 ? `.${'f'.repeat(format.fraction)}` : '';
  const seconds = format.time === 'seconds' ? `${colon}ss${fraction}` : '';
  return `${date}${format.joint}${hour}${colon}mm${seconds}${format.meridiem ? ' AM' : ''}${format.zone}`;
}
