/** Words that the sample shop is made of. */

const list = (text: string): string[] => text.trim().split(/\s+/);

export const CITY_STARTS = list(
  'Alt Birken Burg Eichen Falken Grün Hohen Kirch Linden Mühl Neu Ober Reichen Rosen Schön Stein Unter Wald Weiden Winter',
);
export const CITY_ENDS = ['heim', 'dorf', 'stadt'];
export const COUNTRIES = ['Germany', 'Austria', 'Switzerland', 'Italy', 'France'];
export const FIRST_NAMES = list(`
  Anna Ben Clara David Emma Felix Greta Hannah Ida Jan Karl Lena Max Nina Oskar Paula Quentin Rosa Simon Tina
  Ulrich Vera Walter Xenia Yusuf Zoe Aylin Bruno Cem Daria Elif Franz Gina Hugo Ines Jonas Kira Leo Mia Noah`);
export const LAST_NAMES = list(`
  Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Koch Bauer Richter Klein Wolf Schröder
  Neumann Schwarz Zimmermann Braun Krüger Hartmann Lange Werner Krause Lehmann Maier Köhler Walter Fuchs Peters Lang
  Scholz Möller Weiß Jung Hahn Vogel Keller Frank`);
export const MAIL_DOMAINS = ['mail.example', 'post.example', 'inbox.example', 'web.example'];
export const STREETS = list(
  'Hauptstraße Gartenweg Bahnhofstraße Schulstraße Dorfstraße Bergstraße Lindenallee Kirchplatz Ringstraße Seeufer',
);
export const COMPANY_ENDS = ['GmbH', 'AG', '& Co', 'Trading', 'Werke'];
export const SKU_STARTS = ['HM', 'GD', 'OF', 'KT', 'SP'];
export const MATERIALS = list('Oak Steel Linen Glass Bamboo Cotton Copper Wool Cork Clay Walnut Marble');
export const THINGS = list(`
  Lamp Chair Table Bowl Knife Board Mug Pan Shelf Frame Clock Vase Basket Blanket Pillow Tray Hook Stool Box Candle`);
export const CATEGORIES = [
  ['Home', 'Lighting', 'Furniture', 'Textiles', 'Storage', 'Decor'],
  ['Garden', 'Tools', 'Plants', 'Seating', 'Grills', 'Watering'],
  ['Office', 'Desks', 'Paper', 'Pens', 'Shelves', 'Seating'],
  ['Kitchen', 'Knives', 'Pans', 'Cups', 'Baking', 'Boards'],
  ['Sports', 'Running', 'Cycling', 'Swimming', 'Climbing', 'Yoga'],
] as const;
export const TAGS = list(`
  new sale eco gift classic modern small large handmade outdoor indoor premium budget limited seasonal bestseller
  vegan foldable waterproof heavy light colourful plain soft hard vintage local imported refurbished set`);
export const OPINIONS = [
  ['It broke after a week', 'Not what I ordered', 'A waste of money'],
  ['Smaller than expected', 'Poor finish', 'It came late and scratched'],
  ['It does its job', 'Fine for the price', 'Neither good nor bad'],
  ['Good quality', 'I like it', 'Well made and quickly delivered'],
  ['Excellent', 'I would buy it again', 'Exactly as described', 'A perfect gift'],
] as const;
export const REMARKS = [
  'The parcel was well packed',
  'Assembly took ten minutes',
  'The colour differs a little from the picture',
  'My family uses it every day',
  'Service answered within an hour',
  'I ordered a second one',
] as const;
